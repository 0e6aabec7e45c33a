/** The parts of a service that an answer may quote, and the ways in which people ask for them. */

export const SECTIONS = [
  'about',
  'documents',
  'fee',
  'delay',
  'decision',
  'steps',
  'validity',
  'prerequisites',
  'appeal',
  'personal-data',
] as const;
export type Section = (typeof SECTIONS)[number];

/**
 * The ways in which people ask for a part of a service, in the order in which they are tried: the longest that stands
 * in a question counts. `a | b`: one way or another; several words where one says too little (« combien de temps » is
 * no price). Words are compared by termsOf, so accents, plurals and the Arabic article need no variants.
 */
export const WAYS: Readonly<Record<Section, string>> = {
  about: `c'est quoi | c'est pour quoi | qu'est-ce que | à quoi sert | pour qui | qui peut | qui a droit
    | quelle différence | est-ce possible | possible de | existe encore | quel document prouve | what is | what's
    | who can | who is it for | what for | can you | can i | which document is that | is it possible | which one
    | what kind | still exist | sert à quoi | ça sert | ça sert à quoi | en quoi consiste | consiste | peut-on
    | puis-je | est-ce que je peux | est-ce qu'on peut | je peux avoir | droit à | ai-je droit | concerne
    | s'adresse à qui | réservé à | lequel choisir | définition | explique-moi | what does it do | what do you call
    | what is the point | meaning | may i | am i allowed | allowed | eligible | entitled | am i entitled
    | difference between | do you do | do you offer | do you issue | can i get | can i apply | used for | what use
    | is there a | à quoi ça sert | puis-je avoir | peut-il avoir | peut-elle | mon enfant peut | what do i ask for
      | what is it called | is that possible | do i qualify 
         
    | ما هو | ما هي | لمن | من يحق | من يمكنه | شنو هي | شنو هو | واش هي | علاش | هل يمكن | واش ممكن 
     | مازالت كاينة | هل أستطيع | هل يمكنني | يمكنني | هل يحق لي | يحق | فيما يستعمل | لماذا تستعمل
    | ما فائدة | ما معنى | الفرق بين | واش نقدر | نقدر | واش عندي الحق | شنو هو هاد | شنو معنى | فاش كتصلح
    | علاش كتصلح | لشكون | ماهو | ماهي | تعريف  | أي ورقة | أي وثيقة `,
  documents: `document | pièce | liste des pièces | papier | quels papiers | justificatif | preuve | joindre | dossier
    | apporter | amener | ramener | amène quoi | j'amène | jamene | jamene koi | ramène koi | fournir | il faut quoi
    | faut quoi | faut-il | faut le | exiger | obligatoire | obligé | photo | il faut combien de photos | billet
    | traduire | traduction | copie | paper | bring | need | required | requirement | provide | what do i need | proof
    | ticket | photograph | translated | translation | listing | have to bring | fournir quoi | à fournir
    | apporter quoi | prendre avec moi | présenter quoi | produire | justifier | original | attestation
    | qu'est-ce qu'on demande | on demande quoi | composition du dossier | constituer le dossier
    | constitution du dossier | besoin de quoi | de quoi ai-je besoin | ai besoin de quoi | quoi comme
    | liste des documents | pièces jointes | photocopie | photo d'identité | format des photos | il faut une
    | il faut un | faut-il une | faut-il un | nécessaire | acte demandé | à prévoir | what to bring | bring with me
    | should i bring | supporting documents | supporting | paperwork | checklist | photocopy | certified translation
    | what papers | what documents | which documents | do you ask for | ask for | must i show | show | hand over
    | enclose | attach | submit | necessary | compulsory | mandatory | what is required | do i need a | do i need an
    | evidence | quels justificatifs | une invitation | réservation | ça suffit | suffit | suffisent | bail
    | rendre l'ancien | dois-je rendre | analyse | indispensable | do i need to prove | hand in | give back
    | do you need to see | need to see | invitation | what evidence | evidence do i | papers do i | which photos
    | وثائق | وثيقة | الوثائق اللازمة | أوراق | الأوراق المطلوبة | ورقة | وراق | مستندات | أحضر | نجيب | نجيب معايا
    | يلزم | ما يلزم | المطلوب | لازم | صور | تصاور | نسخة | ترجمة | ترجمته | مترجم | يجب | ما هي الوثائق
    | الوثائق المطلوبة | الملف | شنو خاصني | شنو خصني | خاصني | خصني | خاص | شنو نجيب | أش نجيب | ماذا أحضر
    | ماذا يجب أن أحضر | إحضار | تقديم | أقدم | تصويرة | فوطوكوبي | الأصل | شهادات | مرفقات | إرفاق | إثبات | ضروري
    | هل يلزم | يلزمني | أحتاج إلى | ماذا أحتاج | شنو الوراق | لائحة الوثائق | قائمة الوثائق | واش خاصني | واش ضروري
    | إلزامي | كافي | يكفي | دعوة | حجز`,
  fee: `combien coûte | cb | combien ça coûte | combien | prix | coût | tarif | payer | paie | paye | payant | cher
    | redevance | frais | montant | gratuit | argent | à payer | dirham | cfa | euros | how much | how much money
    | cost | price | fee | charge | amount | free of charge | expensive | money | ça coûte | coûtera | c'est combien
    | à combien | revient à combien | revient | débourser | régler | somme | facture | timbre | timbre fiscal | droits
    | droits de chancellerie | fcfa | francs | dois-je payer | est-ce payant | gratuitement | quel budget | budget
    | prévoir combien | tarification | taxe | acquitter | set me back | fees | for free | is it free | free
    | price list | cheap | pricey | paid | payment | how many euros | what do i owe | owe | rate | bill | sum | dear
    | cost me | on paie | combien pour | combien ca | what's the price | how much is | how much does it cost
    | any charge | cost anything | fees to
    | كم سعر | كم ثمن | كم يكلف | كم تكلف | كم يساوي | كم | بكم | ثمن | سعر | رسوم | رسم | تكلفة | كلفة | أدفع | دفع
    | نخلص | خلاص | مجاني | شحال | بشحال | فلوس | المبلغ | كم المبلغ | كم الرسوم | كم ندفع | كم أدفع | تكاليف | مصاريف
    | أتعاب | مجانا | فابور | واش بالفلوس | يكلف | كتكلف | كيسوى | شحال كيسوى | شحال كيدير | شحال الثمن
    | شحال خاصني نخلص | نخلص شحال | الأداء | أورو | يورو | درهم | فرنك | غالي | رخيص | التمبر | طابع | بقداش
    | شحال كتسوى | قيمة`,
  delay: `combien de temps | combien de tmps | cb de temps | cb de jours | combien de jours | combien de semaines
    | combien de mois | sous combien | au bout de combien | délai | quand | durée | attendre | attente
    | mois d'attente | c'est long | prend du temps | vite | rapide | prêt | jour | semaine | réponse | le jour même
    | express | accéléré | urgent | how long does it take | long does it take | take long | how long | how many days
    | how many weeks | how quick | how quickly | how fast | how soon | when | wait | ready | processing time
    | turnaround | days | weeks | same day | rush | dans combien | en combien | en combien de temps | pour quand
    | sera prêt | prêt quand | récupérer | retirer | reçois | recevoir | tarder | traîne | long | longtemps
    | temps de traitement | traitement | temps d'attente | rapidement | prend combien | ça prend | prendre
    | faut attendre | mois | 24h | 48h | au plus tard | date de retrait | retard | patienter | procédure accélérée
    | heures | take | turn around | ready by | be ready | collect | pick up | get it back | fast | quick | quickly
    | expedite | months | hours | deadline | delay | expect | waiting time | length of time | by when | until i get
    | how much time | time does it take | before i get | quel jour | je les récupère | sous quel délai
    | il y a dix jours | normal que | arrive quand | in time | by thursday | by friday | be done by | how long before
    | here in time | arrives | when will | how much longer
    | كم مدة | كم من الوقت | كم يوم | كم يوما | كم من يوم | كم من نهار | كم من أسبوع | كم تستغرق | كم يستغرق | خلال كم
    | شحال ديال الوقت | شحال من نهار | مدة | متى | أجل | آجال | الرد | آجال الرد | انتظار | تستغرق | يستغرق | ياخد
    | جاهز | وقتاش | فوقاش | نهار | نهار واحد | نفس اليوم | اليوم نفسه | تصدر | وقت | مستعجل | كم الوقت | كم ننتظر
    | كم أنتظر | شحال كنتسنى | نتسنى | شحال نتسنى | شحال ديال الأيام | شحال كياخد | شحال كتاخد | كياخد | كتاخد | كياخذ
    | يأخذ | تأخذ | أيام | أسابيع | أسبوع | أشهر | مهلة | سرعة | بسرعة | سريع | دغيا | عاجل | معجل | استلام | أستلم
    | نستلم | متى أستلم | متى يكون جاهز | متى تكون جاهزة | إمتى | فوقاش كتوجد | واجد | كتوجد | توجد | ينتظر
    | مدة المعالجة | معالجة | ساعة | تأخر | تتأخر | يتأخر | كم باقي | في الوقت | واش غادي توجد`,
  decision: `qui décide | qui accorde | qui signe | peut signer | qui délivre | qui approuve | qui valide | qui tranche
    | qui établit | qui fait | qui donne | quel ministère | quel service | quelle autorité | décision | décideur
    | signer | dernier mot | who decides | who grants | who signs | who approves | who issues | who draws up
    | draws up | who makes | who is in charge | which ministry | which authority | decides | makes the decision
    | final decision | final say | accorde | délivre | statue | tranche | approuve | octroie | autorité compétente
    | compétent | responsable | qui s'occupe | s'occupe | qui traite | qui instruit | habilité | donne l'accord
    | feu vert | donner le feu vert | a le pouvoir | prend la décision | qui autorise | autorise | c'est qui qui
    | dépend de qui | revient à qui | qui statue | chez vous ou | à la capitale | signature de qui | signé par qui
    | décidé par qui | délivré par | accordé par | quelle administration | quel bureau | quelle instance
    | who authorises | who authorizes | who signs off | signs off | signs it | who says yes | says yes | decided by
    | issued by | signed by | granted by | approved by | up to | who has the authority | authority | responsible
    | in charge | decision maker | takes the decision | which office | which department | go ahead | green light
    | who delivers | whose decision | who handles | who examines | who rules | who gives | c'est vous qui | vous qui
    | validez | ou le ministère | ministère | c'est qui | ki decide | ki valide | qui admet | quel tribunal
    | quelle juridiction | le consul | consul | chef de mission | l'ambassadeur lui-même | final word | last word
    | whose approval | whose signature | who admits | which court | makes out | who certifies | ministry | personally
    | the consul | head of mission | whose
    | من يقرر | من يبت | من يوقع | من يوافق | من يصدر | من يمنح | من يعطي | شكون | شكون يقرر | شكون كيقرر | كيوافق
    | قرار | يبت | يقرر | يوقع | أي وزارة | أي جهة | من هي الجهة | الجهة | يصدر | من المسؤول | المسؤول | صاحب القرار
    | اتخاذ القرار | يتخذ القرار | الجهة المختصة | الجهة المسؤولة | المختصة | السلطة | السلطة المختصة | من له الصلاحية
    | من يسلم | يسلمها | يمنح | تمنح | يوافق | الموافقة | شكون كيعطي | شكون كيوقع | شكون كيسني | كيسني | شكون كيوافق
    | شكون المسؤول | شكون اللي | شكون لي | كيقرر | كيعطيها | أي مصلحة | أي إدارة | الوزارة | القنصل | السفير نفسه
    | المحكمة التي | الوزير | من يعتمد | يعتمد`,
  steps: `étape | comment faire | comment obtenir | comment se déroule | se déroule | déroulement | comment ça se passe
    | se passe comment | ça se passe comment | comment | démarche | procédure | où faire | on dépose où | où | ensuite
    | après le dépôt | en personne | se déplacer | me déplacer | présence | venir | faut-il venir | sans lui
    | en ligne | à distance | how do i | how to | how can i | how | step | explain the steps | walk me through | where
    | where does it go | in person | come myself | without coming | online | apply | what happens | what happens next
    | what happens after | s'y prendre | comment s'y prendre | par où commencer | commencer | déposer | où déposer
    | dépôt | se présenter | me présenter | en présentiel | sur internet | internet | par la poste | courrier
    | par mail | sur place | déroule | marche à suivre | après | la suite | suite | se passe | ça se passe
    | à ma place | envoyer quelqu'un | quelqu'un d'autre | représentant | présent | être présent | obligé de venir
    | dois-je venir | lancer | lancer la démarche | entamer | effectuer | parcours | quelles étapes
    | on fait quoi après | on fait comment | faut passer où | à qui m'adresser | m'adresser | empreintes où
    | combien de fois | go about | process | what do i do | where do i start | start | begin | drop off | hand in
    | file | lodge | by post | mail | online application | be present | on my behalf | someone else | somebody else
    | go in person | come in | come to the consulate | show up | turn up | next | after that | then what | afterwards
    | walk through | what is the process | how does it work | how many visits | visit | trip | stages
    | do i have to come | must i come | send someone | comment demander | comment je | comment on fait
    | comment se passe | faire enregistrer | quelle procédure | quelle marche | getting | how is it done
    | steps are there | what are the stages | procedure now
    | كيف | كيف تتم | كيفاش | خطوات | مراحل | من البداية | أين | فين | نمشي | شخصيا | أحضر شخصيا | بنفسه | حضور | يحضر
    | بلا ما نجي | بدون حضور | بعد وضع | بعد الإيداع | إجراءات | مسطرة | كيف أحصل | كيف يمكنني | كيف أقدم | كيف أفعل
    | طريقة | كيفاش ندير | كيفاش نقدر | كيفاش ناخد | ندير | شنو ندير | أش ندير | ماذا أفعل | من أين أبدأ | منين نبدا
    | منين | فين ندفع | فين نحط | فين خاصني نمشي | أين أذهب | أين أقدم | إلى أين | سير | عبر الإنترنت | الإنترنت
    | عن بعد | أونلاين | بالبريد | نيابة عني | شخص آخر | واحد آخر | بلاصتي | واش ضروري نجي | نجي | نحضر | الحضور شخصيا
    | ماذا بعد | ومن بعد | من بعد | بعد ذلك | ماذا يحدث | شنو كيوقع | كيف نقدم`,
  validity: `valable | reste valable | valable combien | combien de temps est valable | validité | durée de validité
    | valide combien de temps | valable combien de temps | valable combien de jours | dure combien | dure
    | combien d'années | combien d'ans | années | mois max | expire | expiration | périmé | valid | validity
    | how long is it valid | how long valid | valid for how long | how long does it last | lasts | ever expire
    | expiry | runs out | good for | how many years | reste valide | jusqu'à quand | bon jusqu'à quand | ans
    | tient combien | bon pour combien | échéance | utilisable | renouveler quand | date limite | se périme
    | rester combien | peux rester | puis-je rester | rester | séjourner | à vie | définitif | encore bon
    | toujours bon | durée du séjour | faut le refaire | le refaire | refaire tous les | valid until | still valid
    | validity period | expires when | life of | lifetime | lifespan | years | how long can i stay | can i stay | stay
    | stay for | good until | forever | permanent | use it for | renew it | outdated | use by | s'arrête
    | s'arrête quand | tous les combien | à renouveler | renouveler tous | périmée | date d'expiration
    | combien de temps pour voyager | caduc | go out of date | out of date | lapse | accepted for how long | yearly
    | every year | counted from | give me | how many days does | how many months | still good | remains valid
    | صالح | صلاحية | مدة صلاحية | كم مدة صلاحية | تنتهي | ينتهي | متى تنتهي | كم سنة | كم شهر | عندها مدة | كم مدتها
    | مدتها | تصلح | شحال كتدوم | صالح لمدة | كم تدوم | كم يدوم | تدوم | يدوم | كتدوم | كيدوم | شحال كيدوم
    | شحال كتبقى | كتبقى | تبقى صالحة | سنوات | سنة | عام | أعوام | كم عام | شحال من عام | انتهاء | تاريخ الانتهاء
    | منتهية | تنتهي صلاحيته | كتسالي | فوقاش كتسالي | كيسالي | كم أبقى | البقاء | أبقى | نبقى | شحال نبقى | دائمة
    | مدى الحياة | تصلح لمدة | ينفع | كينفع | مزال صالح | يبقى صالحا`,
  prerequisites: `avant de | avant | d'abord | dabord | en premier | au préalable | préalable | prérequis | condition préalable
    | avoir déjà | faut-il être inscrit | être inscrit | immatriculé | faut-il d'abord | avoir avant | sous la main
    | quand même demander | before | before i | required before | need anything before | first need | done first
    | first | prerequisite | beforehand | do i first | must i first | must already | need to have
    | have to be registered | déjà inscrit | inscrit au consulat | être déjà | faut-il déjà | dois-je déjà
    | il faut avoir | conditions | dans quel ordre | ordre | commencer par | auparavant | sans avoir | faire avant
    | obtenir avant | nécessaire avant | faut faire quoi avant | quoi avant | already | already have | registered
    | be registered | need to be registered | prior | previously | pre-requisite | in which order | order | ahead of
    | start with | depend on | without having | do before | have before | needed before | must have | come first
    | which first | dois-je avoir | dois-je être | dois-je détenir | faut-il avoir | faut avoir | quand même | pas mon
    | être immatriculé | soit déjà | doit déjà | terminé avant | have to be | do i have to be | before i can
    | before asking | still apply | even without | enrolled
    | قبل أن | قبل ما | قبل | احتاج قبل | ضروري قبل | أولا | احتاج أولا | شرط مسبق | شروط مسبقة | مسبق | نكون مسجل
    | لازم نكون مسجل | مسجل قبل | مسبقا | سابقا | من قبل | قبل كل شيء | شروط | شرط | هل يجب أن أكون | يجب أن أكون
    | خاصني نكون | واش خاصني نكون | مسجل | مسجلا | مقيد | بالأول | نبدا ب | هل يشترط | يشترط | الترتيب | قبل طلب
    | قبل التقديم | قبل ما نطلب | واش خاص قبل | نكون | تكون عندي | يكون عندي | ما عنديش | قبل باش`,
  appeal: `refus | refuser | pourquoi refus | motif de refus | rejet | recours | contester | appel | faire appel
    | pas d'accord | réexaminer | refusal | why refused | contest a refusal | appeal | rejected | denied | turned down
    | turned me away | said no | reconsider | looked at again | refusé pourquoi | refusent | refus possible | raison
    | motifs | dit non | on m'a dit non | négatif | négative | défavorable | débouté | révision | revoir la décision
    | tribunal | médiateur | réclamation | réclamer | plainte | porter plainte | annuler la décision | rejettent
    | rejetée | demande rejetée | ne sont pas d'accord | attaquer | saisir | repousser | pas accepté
    | n'a pas été accepté | rejection | deny | denial | grounds | reasons | why was | complain | complaint | challenge
    | overturn | review of the decision | court | dispute | object | objection | not accepted | knocked back
    | disagree | second chance | unsuccessful | failed application | says no | recalé | recalée | réexamen | pas voulu
    | n'avez pas voulu | me plaindre | se plaindre | plaindre | contre ça | faire contre | pas acceptée
    | voie de recours | écarté | refoulé | injuste | fight this | fight | turned us down | would not | will not
    | hears complaints | what can i do about | options | not fair | unfair | recourse
    | رفض | مرفوض | يرفض | رفضوا | أسباب الرفض | إذا رفض | لم يقبلوا | طعن | تظلم | نعترض | أسباب | رفضتوني | رفضوني
    | رفضو | رفضوا طلبي | ترفض | كترفض | كيرفضو | سبب الرفض | سبب | علاش رفضو | علاش ترفض | نشكي | شكاية | شكوى
    | أعترض | اعتراض | استئناف | مراجعة القرار | محكمة | أطعن | نطعن | طعون | ماقبلوش | ما قبلوش | لم يقبل | غير مقبول
    | مبررات | ما العمل إذا | ظلم | قبول | لم تقبل | ما تقبلش | ما قبلوهش`,
  'personal-data': `données | données personnelles | mes données | protection des données | effacer mes données | informations
    | mes informations | vie privée | confidentialité | conserver | conservation | combien de temps gardez-vous
    | gardez-vous | gardez | garde-t-on | archivé | qui voit | qui a accès | qui reçoit | partagé | data
    | personal data | what do you do with | my information | my data | privacy | keep my | kept | stored | retention
    | who sees | shared | shared with | delete my | infos | mes infos | informations personnelles | confidentiel
    | stocker | stockées | effacer | supprimer | supprimées | qui consulte | consulter mes | accéder à mes
    | accès à mes | transmis | transmettre | communiqué | communiquées | rgpd | que faites-vous | que faites-vous de
    | vous faites quoi | garder | gardées | qui peut voir | qui va voir | destinataires | protégé | protégées
    | mes empreintes | empreintes digitales | fichier | fichées | details | my details | personal details
    | personal information | confidential | keep | keep it | erase | delete | gdpr | access to my | has access
    | see my | sees my | who can see | passed on | given to | recipients | protected | safe with you | my file kept
    | fingerprints | how long do you keep | do you keep | hold on to | used for what | les consulte | qui les consulte
    | visibles par | vous les communiquez | communiquez | à d'autres | conservez | conservez-vous
    | combien de temps conservez-vous | conservé combien | va voir | qui regarde | pass what | pass it on | get told
    | get to see | sees the file | see the file | copy is kept | kept here | on file | look at my | read my
    | who reads | to others | third parties
    | بيانات | بياناتي | معطيات | المعطيات الشخصية | معلومات | بمعلوماتي | خصوصية | حفظ | تحتفظون | الاحتفاظ | تشاركون
    | من يطلع | معلوماتي الشخصية | المعلومات الشخصية | بياناتي الشخصية | البيانات الشخصية | سرية | تحفظ | كتحتفظو
    | كتخليو | تخزين | تخزن | تحذف | حذف | تمسح | مسح | يطلع على | من يرى | من يشاهد | شكون كيشوف | كيشوف | تتقاسم
    | مشاركة | كتعطيو | تعطون | ماذا تفعلون | شنو كديرو | شنو كتديرو | بصمات | بصماتي | الأرشيف | المرسل إليهم
    | تحتفظو | كتبقى عندكم | يطلعون | اطلاع | لمن تعطون | يشوف | كيشوفو | غيركم`,
};

/**
 * What is asked at every counter and stands in no catalogue: hours, ways to the place, people, means of payment, and
 * matters of other offices. Such a question has no answer, unless a service is called so.
 */
export const ELSEWHERE = `horaire | heures d'ouverture | ouvert le | ouvert demain | fermé le | êtes-vous ouvert | ouverture du consulat | fermeture | parking | numéro de téléphone | téléphone | adresse de l'ambassade
  | adresse du consulat | à côté | rendez-vous | prendre rendez-vous | météo | impôt | taxe d'habitation | permis de conduire
  | élection | voter | bourse d'étude | bourse | allocation | cantine | logement | emploi | recrutement | rapatriement du corps | corps | dépouille | boulot | travail | recrutez | hôpital | médecin | vol d'avion | bagage
  | nom du consul | s'appelle le consul | nom de l'ambassadeur | carte bancaire | carte bleue | par carte
  | changement de nom | photographe | hôtel
  | opening hours | office hours | are you open | open on | when open | closed for | consulate closed | parking | phone number | telephone | nearby | shop | appointment | weather | tax | taxes
  | driving licence | driver's license | election | vote | scholarship | study grant | benefit | meals | housing | job | vacancy
  | dead body | name of the ambassador | consul's name | name of the consul | apple pay | credit card | visa card | pay by card | mastercard
  | change my name | name change | joke | hotel | hospital | doctor | luggage | recruit | driver's licence | drivers licence | drivers license | wifi | lottery
  | أوقات العمل | وقت الدوام | الدوام | مفتوح | مغلق | موقف السيارات | رقم الهاتف | عنوان القنصلية | عنوان السفارة | عنوان
  | موعد | الجو | الطقس | ضرائب | ضريبة | رخصة السياقة | رخصة القيادة | سياقة | انتخابات | التصويت | منحة | إعانة | مطعم | سكن | وظيفة
  | جثمان | جثة | اسم السفير | بالكارط | بطاقة بنكية | تغيير الاسم | تغيير اسم | فندق | نكتة | مستشفى | طبيب | خدمة عمل | الخدمة | أمتعة | الطيارة | مطار`;

/** Words that ask nothing and name nothing. */
export const EMPTY = `le la les l un une des du de d au aux a en et ou par pour pr sur dans avec sans mon ma mes ton ta son sa ses notre votre nos vos
  je j tu il elle on nous vous ils me m te t se s ce c cet cette ces ca cela ci y n ne pas plus est es suis sont etre ai as avons avez ont avoir
  faut veux voudrais voudrai souhaite peux peut puis pouvez pourriez dois doit que qu quel quelle quels quelles quoi qui dont si svp merci
  bonjour bonsoir salut jai monsieur madame faire fait obtenir avoir demande demander besoin aussi bien tres moi lui leur chez vers
  plait expliquer dire meme deja encore alors donc mais quand svp stp
  the a an of to for in on at by with without my your his her our their i im you he she we they me it its is are am be was were been do does did can
  could would will please hello hi thanks get have has had want need if this that these those there here some any and or not so up out tell what who
  which need one another actually from donner give must through
  في من على الى عن مع هل لي لك له لها انا نحن هذا هذه ذلك التي الذي ان او ثم قد لا ما ماذا هي هو يا السلام عليكم مرحبا شكرا لو سمحت ممكن اريد نبغي بغيت عندي
  فضلكم فضلك احتاج ديال دابا واش راه باش هاد اللي حتى غير كاين لاباس صباح الخير`;

/** Where one stands when one asks: they may be part of a name, and say nothing beside it. */
export const PLACES = `consulat consulate consulaire consular embassy ambassade mission bureau office guichet desk
  قنصلية القنصلية القنصلي سفارة السفارة مصلحة`;

/** The shortest questions: they stand in many sentences that ask for something else. */
export const WEAK = `quand when where où how comment كيف متى نهار jour days ans years year سنوات سنة express empreintes fingerprints بصمات
  rester stay أبقى nécessaire necessary ضروري déjà already déjà take takes condition next après présent present prendre mois months hours retirer
  reçois recevoir collect fast droits sum rate bill taxe timbre start begin file mail suite effectuer définitif long longtemps show submit copie
  copies original originaux attestation dossier ملف خاص خاصني visit trip consul القنصل ministère ministry options whose without enrolled registered
  عام قرار إثبات signer signs last need needed required photo photos quel whose getting personally analyse invitation infos details first d'abord أولا suffit يكفي`;

/** People of States, by the State's code (ISO 3166 alpha-2); its own name is taken from the platform's list. */
export const PEOPLES: Readonly<Record<string, string>> = {
  BE: 'belge belgian بلجيكي',
  BF: 'burkinabè burkinabe بوركيني',
  CA: 'canadien canadian كندي',
  CI: 'ivoirien ivorian إيفواري',
  CN: 'chinois chinese صيني',
  DE: 'allemand german ألماني',
  DZ: 'algérien algerian جزائري',
  ES: 'espagnol spanish إسباني',
  FR: 'français french فرنسي',
  GB: 'anglais britannique british english uk بريطاني',
  GN: 'guinéen guinean غيني',
  IT: 'italien italian إيطالي',
  MA: 'marocain moroccan مغربي',
  ML: 'malien malian مالي',
  MR: 'mauritanien mauritanian موريتاني',
  NE: 'nigérien nigerien نيجري',
  SN: 'sénégalais senegalese سنغالي',
  TG: 'togolais togolese توغولي',
  TN: 'tunisien tunisian تونسي',
  US: 'américain american usa أمريكي',
};
