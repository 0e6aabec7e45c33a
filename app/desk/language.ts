/** The languages of the interface and of what the applicant is told. */
export type Language = 'fr' | 'en' | 'ar';
