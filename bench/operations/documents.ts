const SHOWN = 'id code name kind headcount{payroll secondedIn} seals{kind status}';
const TREE = `${SHOWN} children{${SHOWN} children{${SHOWN}}}`;
const PAGE_INFO = 'pageInfo{hasNextPage endCursor}';
const COUNT = '{done total}';
const PROGRESS = ['changes', 'seals', 'signboards', 'handovers', 'tasks'].map((part) => `${part}${COUNT}`).join(' ');

/** What is asked of the product. */
export const PRODUCT_DOCUMENTS: Readonly<Record<string, string>> = {
  a: `query T($code:String!,$asOf:Date!){unit(code:$code,asOf:$asOf){${TREE}}}`,
  b: `query C($asOf:Date!,$first:Int!){units(kinds:[PROVINCIAL_CENTER],first:$first,asOf:$asOf){nodes{${TREE}}}}`,
  c: `query S($unit:String!,$asOf:Date!){staffMembers(unit:$unit,asOf:$asOf,first:50){totalCount nodes{code name category payrollHome{code name} workplace{code name}} ${PAGE_INFO}}}`,
  d: `query R($asOf:Date!,$first:Int!){plans(first:$first,asOf:$asOf){nodes{code title status center{code name} currentPhase{ordinal} phases{ordinal title status overdue period{from until} progress{${PROGRESS}}}}}}`,
  e: 'query U($code:String!,$asOf:Date!){unit(code:$code,asOf:$asOf){id code name kind parent{code name}}}',
  f1: `mutation AssignStaff($input:AssignStaffInput!){assignStaff(input:$input){assignment{id staff{code} unit{code} period{from until}} violations{code path message on} rehearsed}}`,
  f2: `mutation TransferStaff($input:TransferStaffInput!){transferStaff(input:$input){transfers{id status staff{code payrollHome(asOf:"2025-12-31"){code}}} violations{code severity path message on waivable policy{key value} ...on HeadcountViolation{unit{code} category ceiling counted}} rehearsed}}`,
  g: `query OrganizationDiff($root:String!,$from:Date!,$to:Date!){organizationDiff(root:$root,from:{asOf:$from},to:{asOf:$to}){summary{kind count} changes{kind unit{code} before{name kind branchType parentCode} after{name kind branchType parentCode} event{kind on}}}}`,
  h: 'query RehearsePhase($plan:String!,$phase:Int!){rehearsePhase(plan:$plan,phase:$phase){changes{kind count} violations{code severity message on} unitsBefore{kind count} unitsAfter{kind count} headcount{unit{code} category before after}}}',
  i: `query I($text:String!,$asOf:Date!){units(search:$text,asOf:$asOf,first:10){totalCount nodes{code name kind} ${PAGE_INFO}}}`,
  j: 'query J($unit:String!,$from:Date!,$until:Date!){capacity(unit:$unit,from:$from,until:$until){rows{category ceiling payrollPeak vacancies} strengthLowest strengthPeak secondedIn secondedOut}}',
};

/** The same past the read models, which hold what is believed now: by what will be believed long after. */
export const BASE_DOCUMENTS: Readonly<Record<string, string>> = Object.fromEntries(
  ['a', 'b'].map((operation) => [
    operation,
    (PRODUCT_DOCUMENTS[operation] ?? '').replace('asOf:$asOf)', 'asOf:$asOf,knownAt:"2100-01-01T00:00:00Z")'),
  ]),
);

/** The same of the two servers with resolvers, which have days as text and no cursors. */
export const PLAIN_DOCUMENTS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['a', 'b', 'c', 'd', 'e', 'i'].map((operation) => [
      operation,
      (PRODUCT_DOCUMENTS[operation] ?? '')
        .replaceAll('Date!', 'String!')
        .replace('[PROVINCIAL_CENTER]', '["PROVINCIAL_CENTER"]')
        .replace(` ${PAGE_INFO}`, ''),
    ]),
  ),
  f1: 'mutation A($input:AssignStaffInput!){assignStaff(input:$input){id staff}}',
  f2: 'mutation M($input:TransferStaffInput!){transferStaff(input:$input){id staff}}',
};

const FIGURES = ['changes', 'seals', 'signboards', 'handovers', 'tasks']
  .map((part) => `${part}Done ${part}Total`)
  .join(' ');
const NODE = 'rowId parentId code name kind payroll secondedIn seals';

/** The same of PostGraphile over the functions of `bench.functions.sql`. */
export const TUNED_DOCUMENTS: Readonly<Record<string, string>> = {
  a: `query T($code:String!,$asOf:Date!){rows:treesList(rootCode:$code,asOf:$asOf){${NODE}}}`,
  b: `query C($asOf:Date!){rows:countryList(asOf:$asOf){${NODE}}}`,
  c: 'query S($unit:String!,$asOf:Date!){rows:staffPageList(rootCode:$unit,asOf:$asOf){total code name category homeCode homeName workCode workName}}',
  d: `query R($asOf:Date!){rows:rolloutList(asOf:$asOf){plan title status centerCode centerName currentOrdinal ordinal phaseTitle phaseStatus overdue windowFrom windowTo ${FIGURES}}}`,
  e: 'query U($code:String!,$asOf:Date!){row:unitCard(unitCode:$code,asOf:$asOf){rowId code name kind parentCode parentName}}',
  f1: 'mutation A($staff:String!,$unit:String!,$from:Date!,$until:Date!,$decidedBy:String!,$instrument:String!){assignStaff(input:{staffCode:$staff,unitCode:$unit,fromDay:$from,untilDay:$until,decider:$decidedBy,number:$instrument}){result{rowId staff}}}',
  f2: 'mutation M($staff:String!,$unit:String!,$on:Date!,$decidedBy:String!,$instrument:String!){transferStaff(input:{staffCode:$staff,unitCode:$unit,onDay:$on,decider:$decidedBy,number:$instrument}){result{rowId staff}}}',
  i: 'query I($text:String!,$asOf:Date!){rows:searchUnitsList(words:$text,asOf:$asOf){total code name kind}}',
};

const VALID = 'validFrom:{lessThanOrEqualTo:$asOf},validTo:{greaterThan:$asOf},supersededAt:{equalTo:"infinity"}';
const DATED = `rowId code unitVersionsByUnitId(filter:{${VALID}}){nodes{name kind}} payrollsByUnitId(filter:{${VALID}}){totalCount} workplacesByUnitId(filter:{${VALID},basis:{equalTo:SECONDMENT}}){totalCount} sealsByUnitId(orderBy:ROW_ID_ASC){nodes{kind sealStatusesBySealIdAndUnitIdAndKind(filter:{${VALID}}){nodes{status}}}}`;
const below = (shown: string): string =>
  `unitRelationsByParentId(filter:{${VALID},kind:{equalTo:ESTABLISHMENT}}){nodes{unitByChildId{${shown}}}}`;
const NESTED = `${DATED} ${below(`${DATED} ${below(DATED)}`)}`;

/** The same of PostGraphile over the tables as they are; what is left out cannot be asked so. */
export const DEFAULT_DOCUMENTS: Readonly<Record<string, string>> = {
  a: `query T($code:String!,$asOf:Date!){unitByCode(code:$code){${NESTED}}}`,
  b: `query C($asOf:Date!){allUnitVersions(filter:{${VALID},kind:{equalTo:PROVINCIAL_CENTER}}){nodes{unitByUnitId{${NESTED}}}}}`,
  e: `query U($code:String!,$asOf:Date!){unitByCode(code:$code){rowId code unitVersionsByUnitId(filter:{${VALID}}){nodes{name kind}} unitRelationsByChildId(filter:{${VALID},kind:{equalTo:ESTABLISHMENT}}){nodes{unitByParentId{code unitVersionsByUnitId(filter:{${VALID}}){nodes{name}}}}}}}`,
};
