/** What the auditor of journals says, in three languages. Codes are those of app/audit. */
import type { DeedGroup } from '../../app/audit/activity.ts';
import type { AuditReportError } from '../../app/audit/audit-report.ts';
import type { FindingCode } from '../../app/audit/findings.ts';
import type { Language } from './texts.ts';

type Texts = Readonly<Record<Language, string>>;

export const FINDING_TEXTS: Readonly<Record<FindingCode, Texts>> = {
  'AU-101': {
    fr: 'Des octets abîmés, là où des enregistrements étaient sur le disque.',
    en: 'Damaged bytes, where records were on the disk.',
    ar: 'بايتات تالفة في موضع كانت فيه تسجيلات محفوظة على القرص.',
  },
  'AU-102': {
    fr: 'Un enregistrement ne se lit pas, ou n’est pas ce que son nom annonce.',
    en: 'A record does not read, or is not what it is named after.',
    ar: 'تسجيل لا يُقرأ، أو ليس ما يدل عليه اسمه.',
  },
  'AU-103': {
    fr: 'La signature d’un enregistrement ne se vérifie pas : il a été altéré ou forgé.',
    en: 'A record’s signature does not verify: it was altered or forged.',
    ar: 'تعذّر التحقق من توقيع تسجيل: عُدِّل أو زُوِّر.',
  },
  'AU-104': {
    fr: 'Le signataire d’un enregistrement n’est pas connu, ou ne pouvait pas signer sur ce poste.',
    en: 'A record’s signer is not known, or could not sign on this desk.',
    ar: 'موقِّع التسجيل غير معروف، أو لا يحق له التوقيع على هذا المكتب.',
  },
  'AU-105': {
    fr: 'Des numéros manquent dans une chaîne.',
    en: 'Numbers are missing in a chain.',
    ar: 'أرقام ناقصة في سلسلة.',
  },
  'AU-106': {
    fr: 'Deux enregistrements portent le même numéro : la chaîne a bifurqué.',
    en: 'Two records have the same number: the chain has forked.',
    ar: 'تسجيلان بالرقم نفسه: تفرّعت السلسلة.',
  },
  'AU-107': {
    fr: 'Un enregistrement n’est pas à sa place, ou s’y trouve deux fois.',
    en: 'A record is not in its place, or is there twice.',
    ar: 'تسجيل في غير مكانه، أو مكرَّر.',
  },
  'AU-108': {
    fr: 'Un enregistrement ne prolonge pas celui qui le précède.',
    en: 'A record does not continue the one before it.',
    ar: 'تسجيل لا يتبع الذي قبله.',
  },
  'AU-109': {
    fr: 'Le journal n’a plus des enregistrements que d’autres connaissent : supprimés, ou poste restauré.',
    en: 'The journal lacks records that others know: deleted, or the desk was restored.',
    ar: 'ينقص السجل تسجيلاتٌ يعرفها غيره: حُذفت، أو استُعيد المكتب من نسخة.',
  },
  'AU-110': {
    fr: 'Le centre a un autre enregistrement sous ce numéro.',
    en: 'The centre has another record of this number.',
    ar: 'لدى المركز تسجيل آخر بهذا الرقم.',
  },
  'AU-111': {
    fr: 'Un enregistrement d’un autre poste.',
    en: 'A record of another desk.',
    ar: 'تسجيل من مكتب آخر.',
  },
  'AU-112': {
    fr: 'L’enregistrement qui ouvre une époque manque.',
    en: 'The record that begins an epoch is missing.',
    ar: 'ينقص التسجيل الذي يفتتح الحقبة.',
  },
  'AU-113': {
    fr: 'Antidaté : se dit plus ancien qu’un reçu qu’il cite.',
    en: 'Back-dated: claims to be older than a receipt that it names.',
    ar: 'تاريخ مقدَّم: يدّعي أنه أقدم من إيصال يذكره.',
  },
  'AU-201': {
    fr: 'Une écriture coupée à la fin, jamais annoncée comme scellée.',
    en: 'A write cut off at the end, never said to be sealed.',
    ar: 'كتابة انقطعت في النهاية، ولم يُعلَن قط أنها مختومة.',
  },
  'AU-202': {
    fr: 'Une époque de plus : le poste a été restauré, ou a vu une copie de lui-même le devancer.',
    en: 'A further epoch: the desk was restored, or found a copy of itself ahead.',
    ar: 'حقبة إضافية: استُعيد المكتب من نسخة، أو وجد نسخة منه سبقته.',
  },
  'AU-203': { fr: 'L’horloge a reculé.', en: 'The clock went back.', ar: 'رجعت الساعة إلى الوراء.' },
  'AU-204': {
    fr: 'L’horloge a fait un saut en avant.',
    en: 'The clock jumped forward.',
    ar: 'قفزت الساعة إلى الأمام.',
  },
  'AU-205': {
    fr: 'Scellé alors que le dernier reçu vu était ancien.',
    en: 'Sealed when the newest receipt seen was old.',
    ar: 'خُتم حين كان آخر إيصال معروف قديمًا.',
  },
  'AU-206': {
    fr: 'Se dit plus récent que le reçu qui le couvre.',
    en: 'Claims to be younger than the receipt that covers it.',
    ar: 'يدّعي أنه أحدث من الإيصال الذي يغطيه.',
  },
  'AU-207': {
    fr: 'Des clés ou des fragments qu’aucun acte du journal n’annonce : coupure, ou acte retiré.',
    en: 'Keys or chunks that no act of the journal names: a power cut, or an act taken away.',
    ar: 'مفاتيح أو أجزاء لا يذكرها أي إجراء في السجل: انقطاع، أو إجراء أُزيل.',
  },
  'AU-208': {
    fr: 'Un enregistrement d’un type que cette version ne connaît pas.',
    en: 'A record of a type that this version does not know.',
    ar: 'تسجيل من نوع لا يعرفه هذا الإصدار.',
  },
  'AU-209': {
    fr: 'Des actes sont encore sans reçu.',
    en: 'Acts are still without a receipt.',
    ar: 'إجراءات ما زالت بلا إيصال.',
  },
  'AU-210': {
    fr: 'Des numéros ne sont pas arrivés au centre, et aucun reçu ne les cite.',
    en: 'Numbers have not come to the centre, and no receipt names them.',
    ar: 'أرقام لم تصل إلى المركز، ولا يذكرها أي إيصال.',
  },
  'AU-211': {
    fr: 'Le poste a vu son horloge changer pendant qu’il était ouvert.',
    en: 'The desk saw its clock change while it was open.',
    ar: 'رأى المكتب ساعته تتغير وهو مفتوح.',
  },
  'AU-212': {
    fr: 'Le centre détient un acte sans l’avoir admis : en attente, ou refusé.',
    en: 'The centre has an act and has not admitted it: on hold, or refused.',
    ar: 'لدى المركز إجراء لم يقبله: معلَّق أو مرفوض.',
  },
  'AU-213': {
    fr: 'Le centre a admis des actes malgré une révocation : levés par un superviseur, ou admis avant qu’elle soit connue.',
    en: 'The centre has accepted acts despite a revocation: lifted by a supervisor, or accepted before it was known.',
    ar: 'قبل المركز إجراءات رغم إبطال: رفع التعليق عنها مشرف، أو قُبلت قبل العلم به.',
  },
  'AU-214': {
    fr: 'Des numéros de quittances ou de documents manquent dans une série.',
    en: 'Numbers of quittances or documents are missing in a series.',
    ar: 'أرقام إيصالات أو وثائق ناقصة في سلسلة.',
  },
  'AU-215': {
    fr: 'Un numéro de quittance ou de document que sa série ne donne pas : deux fois, ou d’une autre forme.',
    en: 'A number of a quittance or document that its series does not give: twice, or of another form.',
    ar: 'رقم إيصال أو وثيقة لا تعطيه سلسلته: مكرر، أو بصيغة أخرى.',
  },
  'AU-216': {
    fr: 'Des quittances ou des documents dont vous ne pouvez pas lire le numéro : leur suite n’est pas contrôlée.',
    en: 'Quittances or documents whose number you cannot read: their order is not checked.',
    ar: 'إيصالات أو وثائق لا يمكنكم قراءة أرقامها: لم يُفحص تتابعها.',
  },
};

export const REPORT_TEXTS: Readonly<Record<AuditReportError['code'], Texts>> = {
  'AU-301': {
    fr: 'Ce n’est pas le rapport signé d’un auditeur, ou il a été altéré.',
    en: 'Not a signed report of an auditor, or it was altered.',
    ar: 'ليس تقريرًا موقَّعًا من مدقق، أو عُدِّل.',
  },
  'AU-302': {
    fr: 'Son signataire ne remonte pas à la racine, ou la signature n’est pas la sienne.',
    en: 'Its signer does not chain to the root, or the signature is not theirs.',
    ar: 'موقِّعه لا يعود إلى الجذر، أو التوقيع ليس توقيعه.',
  },
  'AU-303': {
    fr: 'Son signataire n’est pas auditeur, ou ne l’était pas à cette date.',
    en: 'Its signer is no auditor, or was none at that time.',
    ar: 'موقِّعه ليس مدققًا، أو لم يكن كذلك في ذلك التاريخ.',
  },
  'AU-304': {
    fr: 'Son signataire a été révoqué.',
    en: 'Its signer has been revoked.',
    ar: 'أُلغي اعتماد موقِّعه.',
  },
};

interface JournalWords {
  readonly whole: string;
  readonly faulty: (faults: number) => string;
  readonly noSignatures: string;
  readonly noReceipts: string;
  readonly leftAside: (receipts: number) => string;
  readonly journal: (n: number, desk: string | null) => string;
  /** of a journal whose files were not read */
  readonly heldAtCentre: string;
  readonly of: Readonly<Record<'acts' | 'audits', string>>;
  readonly branch: string;
  readonly chains: readonly string[];
  readonly officers: readonly string[];
  readonly deeds: readonly string[];
  readonly group: Readonly<Record<DeedGroup, string>>;
  readonly signed: (path: string) => string;
  readonly reportGood: (at: string, subject: string) => string;
  readonly reportBad: string;
  readonly noJournal: (folder: string) => string;
  readonly noDocuments: (file: string) => string;
  readonly needsRoot: string;
  readonly noSlot: (file: string) => string;
  readonly slotOfPin: string;
  readonly unknownAuditor: string;
  readonly wrongWords: string;
  readonly ask: string;
  readonly exists: (file: string) => string;
}

export const JOURNAL_WORDS: Readonly<Record<Language, JournalWords>> = {
  fr: {
    whole: 'Aucun défaut trouvé.',
    faulty: (faults) => `Non intègre : ${faults} défaut${faults > 1 ? 's' : ''}.`,
    noSignatures: 'Signatures et reçus non vérifiés : donnez --root et --keyring.',
    noReceipts: 'Sans reçus : une fin retirée proprement ne se verrait pas (--receipts).',
    leftAside: (receipts) => `Reçus qui ne se vérifient pas, laissés de côté : ${receipts}`,
    journal: (n, desk) => `Journal ${n} : ${desk ?? 'vide'}`,
    heldAtCentre: 'd’après ce que le centre détient ; aucun fichier du poste n’a été lu',
    of: { acts: 'actes', audits: 'traces' },
    branch: 'branche',
    chains: ['Journal', 'Chaîne', 'Mission', 'Époque', 'Du n°', 'Au n°', 'Nombre', 'Sans reçu', ''],
    officers: ['Agent (clé)', 'Personne', 'Poste', 'Rôles', 'Du', 'Au', 'Ce qui a été fait'],
    deeds: ['Quoi', 'Genre', 'Agent (clé)', 'Poste', 'N°', 'Dossier', 'Heure déclarée'],
    group: {
      decision: 'décision',
      void: 'annulation',
      export: 'export',
      reading: 'lecture',
      'take-over': 'reprise de brouillon',
      erasure: 'effacement',
    },
    signed: (path) => `Rapport signé : ${path}`,
    reportGood: (at, subject) => `Rapport vérifié, signé par l’auditeur ${subject}, daté du ${at}.`,
    reportBad: 'Rapport non vérifié.',
    noJournal: (folder) => `Aucun journal lisible dans ${folder}`,
    noDocuments: (file) => `Aucun document signé dans ${file}`,
    needsRoot: '--keyring, --receipts et --sign demandent --root : sans racine, on ne croit personne.',
    noSlot: (file) => `Ce n’est pas un fichier de clés d’un agent : ${file}`,
    slotOfPin:
      'Ces clés s’ouvrent par un code sur leur ordinateur seulement ; prenez le fichier d’origine, à six mots.',
    unknownAuditor: 'Le trousseau ne connaît pas l’habilitation de ce fichier de clés.',
    wrongWords: 'Les mots n’ouvrent pas ce fichier de clés.',
    ask: 'Mots de l’auditeur : ',
    exists: (file) => `Ce fichier existe déjà et reste tel quel : ${file}`,
  },
  en: {
    whole: 'Nothing wrong was found.',
    faulty: (faults) => `Not whole: ${faults} fault${faults > 1 ? 's' : ''}.`,
    noSignatures: 'Signatures and receipts not verified: give --root and --keyring.',
    noReceipts: 'Without receipts an end that was taken off cleanly would not be seen (--receipts).',
    leftAside: (receipts) => `Receipts that do not verify, left aside: ${receipts}`,
    journal: (n, desk) => `Journal ${n}: ${desk ?? 'empty'}`,
    heldAtCentre: 'from what the centre holds; no file of the desk was read',
    of: { acts: 'acts', audits: 'audit' },
    branch: 'branch',
    chains: ['Journal', 'Chain', 'Mission', 'Epoch', 'From', 'To', 'Records', 'No receipt', ''],
    officers: ['Officer (key)', 'Person', 'Desk', 'Roles', 'From', 'Until', 'What was done'],
    deeds: ['What', 'Kind', 'Officer (key)', 'Desk', 'No.', 'Dossier', 'Claimed time'],
    group: {
      decision: 'decision',
      void: 'void',
      export: 'export',
      reading: 'reading',
      'take-over': 'draft taken over',
      erasure: 'erasure',
    },
    signed: (path) => `Signed report: ${path}`,
    reportGood: (at, subject) => `Report verified, signed by the auditor ${subject}, dated ${at}.`,
    reportBad: 'Report not verified.',
    noJournal: (folder) => `No journal to read in ${folder}`,
    noDocuments: (file) => `No signed document in ${file}`,
    needsRoot: '--keyring, --receipts and --sign need --root: without a root nobody is believed.',
    noSlot: (file) => `Not a file of an officer’s keys: ${file}`,
    slotOfPin: 'These keys open by a PIN on their own computer only; take the original file, with six words.',
    unknownAuditor: 'The keyring does not know the credential of this file of keys.',
    wrongWords: 'The words do not open this file of keys.',
    ask: 'The auditor’s words: ',
    exists: (file) => `This file exists and is left as it is: ${file}`,
  },
  ar: {
    whole: 'لم يُعثر على أي عيب.',
    faulty: (faults) => `السجل غير سليم. عدد العيوب: ${faults}.`,
    noSignatures: 'لم يُتحقق من التوقيعات والإيصالات: أعطِ --root و--keyring.',
    noReceipts: 'بدون إيصالات لا تُرى نهاية أُزيلت بعناية (--receipts).',
    leftAside: (receipts) => `إيصالات تعذّر التحقق منها وتُركت: ${receipts}`,
    journal: (n, desk) => `السجل ${n}: ${desk ?? 'فارغ'}`,
    heldAtCentre: 'بناءً على ما يحتفظ به المركز؛ لم يُقرأ أي ملف من المكتب',
    of: { acts: 'إجراءات', audits: 'تدقيق' },
    branch: 'فرع',
    chains: ['السجل', 'السلسلة', 'البعثة', 'الحقبة', 'من', 'إلى', 'العدد', 'بلا إيصال', ''],
    officers: ['الموظف (مفتاح)', 'الشخص', 'المكتب', 'الأدوار', 'من', 'إلى', 'ما جرى'],
    deeds: ['ماذا', 'النوع', 'الموظف (مفتاح)', 'المكتب', 'الرقم', 'الملف', 'الوقت المصرَّح به'],
    group: {
      decision: 'قرار',
      void: 'إبطال',
      export: 'تصدير',
      reading: 'قراءة',
      'take-over': 'استلام مسودة',
      erasure: 'محو',
    },
    signed: (path) => `تقرير موقَّع: ${path}`,
    reportGood: (at, subject) => `تم التحقق من التقرير، وقّعه المدقق ${subject} بتاريخ ${at}.`,
    reportBad: 'لم يتم التحقق من التقرير.',
    noJournal: (folder) => `لا سجل مقروء في ${folder}`,
    noDocuments: (file) => `لا وثيقة موقَّعة في ${file}`,
    needsRoot: '--keyring و--receipts و--sign تتطلب --root: بدون جذر لا يُصدَّق أحد.',
    noSlot: (file) => `ليس ملف مفاتيح موظف: ${file}`,
    slotOfPin: 'تُفتح هذه المفاتيح برمز على حاسوبها فقط؛ خذ الملف الأصلي ذا الكلمات الست.',
    unknownAuditor: 'حلقة المفاتيح لا تعرف اعتماد ملف المفاتيح هذا.',
    wrongWords: 'الكلمات لا تفتح ملف المفاتيح هذا.',
    ask: 'كلمات المدقق: ',
    exists: (file) => `هذا الملف موجود ويبقى كما هو: ${file}`,
  },
};
