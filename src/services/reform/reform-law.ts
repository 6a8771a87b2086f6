import type { RecordInstrument } from '../instrument/record-instrument.ts';

/** The day on which provinces were merged, districts abolished and communes formed anew. */
export const REFORM_DAY = '2025-07-01';

/** Since when territories bear official codes: Decision 124/2004/QĐ-TTg introduced them; for younger ones it is assumed. */
export const TERRITORIES_SINCE = '2004-07-08';

/** Since when one-stop departments and centers stand: the first day of Decree 61/2018/NĐ-CP, assumed for each. */
export const CENTERS_SINCE = '2018-06-21';

/** The instruments that the reform's facts rest on. */
export const INSTRUMENTS = {
  codes: {
    number: '124/2004/QĐ-TTg',
    kind: 'DECISION',
    issuer: 'Thủ tướng Chính phủ',
    issuedOn: '2004-07-08',
    inForceFrom: '2004-07-08',
    title: 'Bảng danh mục và mã số các đơn vị hành chính Việt Nam',
  },
  oneStops: {
    number: '61/2018/NĐ-CP',
    kind: 'DECREE',
    issuer: 'Chính phủ',
    issuedOn: '2018-04-23',
    inForceFrom: '2018-06-21',
    title: 'Thực hiện cơ chế một cửa, một cửa liên thông trong giải quyết thủ tục hành chính',
  },
  provinces: {
    number: '202/2025/QH15',
    kind: 'RESOLUTION',
    issuer: 'Quốc hội',
    issuedOn: '2025-06-12',
    inForceFrom: '2025-06-12',
    title: 'Sắp xếp đơn vị hành chính cấp tỉnh',
  },
  communes: {
    number: '1654–1687/NQ-UBTVQH15',
    kind: 'RESOLUTION',
    issuer: 'Ủy ban Thường vụ Quốc hội',
    issuedOn: '2025-06-16',
    inForceFrom: '2025-06-16',
    title: 'Sắp xếp các đơn vị hành chính cấp xã năm 2025',
  },
  centers: {
    number: '118/2025/NĐ-CP',
    kind: 'DECREE',
    issuer: 'Chính phủ',
    issuedOn: '2025-06-09',
    inForceFrom: '2025-07-01',
    title:
      'Thực hiện thủ tục hành chính theo cơ chế một cửa, một cửa liên thông tại Bộ phận Một cửa và Cổng Dịch vụ công quốc gia',
  },
} as const satisfies Record<string, RecordInstrument>;
