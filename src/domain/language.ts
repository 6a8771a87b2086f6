/** Languages in which messages are worded; codes never are. */
export type Language = 'vi' | 'en';
