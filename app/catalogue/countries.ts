/**
 * Codes of States and of other issuers, as travel documents write them: ICAO Doc 9303 part 3, section 5, which is
 * ISO 3166 alpha-3 with Germany as `D`, Kosovo as `RKS`, organisations, statuses of persons, and `UTO` for
 * specimens. Their names in three languages are in assets/catalogue/countries.json.
 */
const CODES = (
  `ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR ` +
  `BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL ` +
  `COM CPV CRI CUB CUW CXR CYM CYP CZE D DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH EUE FIN FJI ` +
  `FLK FRA FRO FSM GAB GBD GBN GBO GBP GBR GBS GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF ` +
  `GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ ` +
  `KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL ` +
  `MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR NPL ` +
  `NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU RKS ROU RUS RWA SAU SDN ` +
  `SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO ` +
  `THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR UMI UNA UNO URY USA UTO UZB VAT VCT VEN VGB ` +
  `VIR VNM VUT WLF WSM XEC XXA XXB XXC XXX YEM ZAF ZMB ZWE`
).split(' ');
const KNOWN: ReadonlySet<string> = new Set(CODES);
/** ISO spellings of codes that travel documents write otherwise. */
const ALIASES: Readonly<Record<string, string>> = { DEU: 'D', XKX: 'RKS', XKK: 'RKS' };

export const COUNTRY_CODES: readonly string[] = CODES;

/** The code as travel documents write it, or undefined where there is none. Accepts lower case, blanks around, `DEU`. */
export function readCountry(text: string): string | undefined {
  const code = text.trim().toUpperCase();
  const written = Object.hasOwn(ALIASES, code) ? ALIASES[code] : code;
  return written !== undefined && KNOWN.has(written) ? written : undefined;
}
