/** Drawn specimens of what people hand in: invented, readable, of the shape of the real thing. */

const INK = '#22303c';
const FAINT = '#9aa7b3';
const PAPER = '#fbfaf6';

type Pen = OffscreenCanvasRenderingContext2D;

function page(width: number, height: number, draw: (pen: Pen) => void): Promise<Uint8Array> {
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext('2d');
  if (!pen) return Promise.resolve(new Uint8Array());
  // Scans are never mirrored, whatever the language of the page around them.
  pen.direction = 'ltr';
  pen.fillStyle = PAPER;
  pen.fillRect(0, 0, width, height);
  pen.fillStyle = INK;
  draw(pen);
  return canvas
    .convertToBlob({ type: 'image/png' })
    .then(async (blob) => new Uint8Array(await blob.arrayBuffer()));
}

function line(pen: Pen, text: string, x: number, y: number, size: number, weight = 400, colour = INK): void {
  pen.fillStyle = colour;
  pen.font = `${weight} ${size}px "Noto Sans Variable", sans-serif`;
  pen.fillText(text, x, y);
}

function pair(pen: Pen, label: string, value: string, x: number, y: number): void {
  line(pen, label, x, y, 17, 400, FAINT);
  line(pen, value, x, y + 32, 27, 500);
}

function portrait(pen: Pen, x: number, y: number, width: number): void {
  const height = width * 1.28;
  pen.fillStyle = '#dfe5ea';
  pen.fillRect(x, y, width, height);
  pen.fillStyle = '#a9b4be';
  pen.beginPath();
  pen.ellipse(x + width / 2, y + height * 0.4, width * 0.2, width * 0.26, 0, 0, Math.PI * 2);
  pen.fill();
  pen.beginPath();
  pen.ellipse(x + width / 2, y + height * 1.02, width * 0.4, height * 0.34, 0, Math.PI, 0);
  pen.fill();
}

const passport = () =>
  page(1400, 985, (pen) => {
    line(pen, 'UTOPIA', 60, 80, 34, 600);
    line(pen, 'PASSPORT · PASSEPORT · SPECIMEN', 60, 118, 20, 400, FAINT);
    portrait(pen, 60, 160, 390);
    pair(pen, 'Surname / Nom', 'ERIKSSON', 510, 190);
    pair(pen, 'Given names / Prénoms', 'ANNA MARIA', 510, 280);
    pair(pen, 'Nationality / Nationalité', 'UTOPIAN', 510, 370);
    pair(pen, 'Date of birth / Date de naissance', '12 AUG / AOÛT 74', 510, 460);
    pair(pen, 'Sex / Sexe', 'F', 510, 550);
    pair(pen, 'Place of birth / Lieu de naissance', 'ZENITH', 700, 550);
    pair(pen, 'Passport no. / N° du passeport', 'L898902C3', 1010, 190);
    pair(pen, 'Date of expiry / Expire le', '15 APR / AVR 27', 1010, 280);
    pen.fillStyle = '#f0ede2';
    pen.fillRect(0, 790, 1400, 195);
    pen.fillStyle = INK;
    pen.font = '44px "OCR B", monospace';
    pen.fillText('P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 46, 870);
    pen.fillText('L898902C36UTO7408122F2704153ZE184226B<<<<<14', 46, 940);
  });

const letter = (title: string, lines: readonly string[]) =>
  page(1000, 1414, (pen) => {
    line(pen, title, 90, 150, 40, 600);
    line(pen, 'SPECIMEN', 90, 195, 20, 400, FAINT);
    lines.forEach((text, n) => {
      line(pen, text, 90, 290 + n * 48, 25);
    });
    pen.strokeStyle = FAINT;
    pen.lineWidth = 2;
    for (const y of [230, 1290]) {
      pen.beginPath();
      pen.moveTo(90, y);
      pen.lineTo(910, y);
      pen.stroke();
    }
  });

const photo = () => page(700, 900, (pen) => portrait(pen, 0, 0, 704));

/** The picture of a document by its code. */
export function specimenScan(document: string): Promise<Uint8Array> {
  switch (document) {
    case 'passport':
    case 'old-passport':
      return passport();
    case 'photo':
      return photo();
    case 'ticket':
      return letter('Billet électronique', [
        'ERIKSSON / ANNA MRS',
        'UT 417   Zenith → Bamako   03/12/2026   09:40'.replace('→', '–'),
        'UT 418   Bamako – Zenith   18/12/2026   22:15',
        'Tarif : 642,00 €   Payé',
      ]);
    case 'lodging':
      return letter('Attestation d’hébergement', [
        'Je soussigné UTOPIAN Moussa, demeurant à Bamako,',
        'rue 12, porte 40, atteste héberger chez moi',
        'Mme ERIKSSON Anna Maria, ma cousine,',
        'du 3 au 18 décembre 2026.',
      ]);
    default:
      return letter('Extrait d’acte de naissance', [
        'Commune de Zenith, registre de 1974, n° 412',
        'ERIKSSON Anna Maria, née le 12 août 1974',
      ]);
  }
}
