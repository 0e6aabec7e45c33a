/**
 * The other half of the labelled pairs: nothing was set on these (decision 0026). The form is that of pairs.ts.
 */
export const PAIRS_ASIDE = `
probable : UTOPIAN, Oumar ; 1981-03-07 ; Zenith ; male <> UTOPIAN, Omar ; 1981-03-07 ; Zenith ; male
probable : DIOUTOPA, Awa ; 1990-11-23 ; Zenith <> JOUTOPA, Hawa ; 1990-11-23 ; Zenith
probable : SPECIMEN, Mohamed Lamine ; 1969-04-30 <> SPECIMEN, Mouhamed Lamin ; 1969-04-30
probable : OULD UTOPIAN, Ahmed ; 1977-09-02 ; Zenith <> UTOPIAN, Ahmed ; 1977-09-02 ; Zenith
probable : MUSTERMANN, Erika ; 1964-08-12 ; Utopolis <> MUSTERMANN, Erika ; 1964-12-08 ; Utopolis
probable : ERIKSSON, Anna Maria ; 1974-08-12 <> ANNA MARIA, Eriksson ; 1974-08-12
probable : EL SPECIMEN, Youssef ; 1988-02-19 ; Zenith <> ELSPECIMEN, Yusuf ; 1988-02-19 ; Zenith
probable : UTOPIAN, Khadija ; 1995-06-14 <> ar إطوبيان, خديجة ; 1995-06-14
probable : SPECIMEN, Jean Pierre ; 1950-10-10 ; Zenith <> SPECIMEN, Jean-Pierre ; 1950-10-10 ; Zenith
probable : SPECIMEN, Jeanpierre ; 1950-10-10 ; Zenith <> SPECIMEN, Jean Pierre ; 1950-10-10 ; Zenith
probable : TOURUTO, Seydou ; 1971-07-21 ; Zenith ; male ; UTO <> TOURUTO, Saïdou ; 1971 ; Zenith ; male ; UTO
probable : COULITOPY, Tidiane ; 1983-05-17 <> KOULITOPI, Tijani ; 1983-05-17
probable : N'DIUTOPE, Mariam ; 1992-01-29 <> NDIUTOPE, Mariame ; 1992-01-29
probable : UTOPIAN, Abdel Kader ; 1960-03-03 ; Zenith <> UTOPIAN, Abdoulkadir ; 1960-03-03 ; Zenith
probable : ar إطوبيان, محمد ; 1979-12-05 <> ar اطوبيان, محمّد ; 1979-12-05
probable : ar سبيسيمان, فاطمة ; 1986-06-06 ; زينيت <> ar سبيسيمان, فاطمه ; 1986-06-06 ; زينيت
probable : UTOPIAN, Ibrahima ; 1998-08-18 ; Zenith ; male ; UTO <> UTOPIAN, Ibrahim ; 1998-08-19 ; Zenith ; male ; UTO
probable : ERIKSSON, Lena ; 2019-03-02 ; Zenith ; female ; UTO ; L898902C3 <> ERIKSSON, Lena Maria ; 2019-03-02 ; Zenith ; female ; UTO ; L111111C1
probable : MUSTERMANN, Max ; 1955-05-05 ; ; male ; D ; C01X00T47 <> MUSTERMAN, Max ; 1955-05-05 ; ; male ; D ; C01X00T47
probable : SPECIMENOVA-UTOPIANSKA, Alexandrina Maria ; 1967-11-11 <> SPECIMENOVA UTOPIAN, Alexandrina M ; 1967-11-11
probable : UTOPIAN née SPECIMEN, Aïcha ; 1970-02-02 ; Zenith ; female <> UTOPIAN, Aicha ; 1970-02-02 ; Zenith ; female
probable : KONUTE, Cheick ; 1984-04-04 ; Zenith ; male <> KONUTÉ, Cheikh ; 1984-04-04 ; Zenith ; male
possible : SPECIMEN, Fatoumata ; ; <> SPECIMEN, Fatoumata ; 1990-10-12 ;
possible : UTOPIAN, Salif ; 1974-01-01 ; ; male <> UTOPIAN, Salif ; 1974-08-12 ; ; male
possible : SPECIMEN, Aminata ; 1991-09-09 ; Zenith ; female ; UTO <> UTOPIAN, Aminata ; 1991-09-09 ; Zenith ; female ; UTO
possible : UTOPIAN, Moussa ; 1966-06-16 ; ; ; ; X1234567 <> SPECIMEN, Karim ; 1999-09-19 ; ; ; ; X1234567
possible : MUSTERMANN, Erika ; 1964-08-12 ; ; female <> MUSTERMANN, Erika ; 1964-08-12 ; ; male
none : UTOPIAN, Mohamed ; 1979-12-05 ; Zenith ; male ; UTO <> UTOPIAN, Mamadou ; 1983-07-01 ; Zenith ; male ; UTO
none : UTOPIAN, Mohamed ; 1979-12-05 ; Zenith <> UTOPIAN, Mamadou ; 1979-12-05 ; Zenith
none : UTOPIAN, Ahmed ; 1980-10-10 <> UTOPIAN, Amadou ; 1980-01-10
none : DIOUTOPA, Awa ; 1990-11-23 <> DIOUTOPA, Fanta ; 1990-11-23
none : SPECIMEN, Awa ; 1990-11-23 <> UTOPIAN, Fanta ; 1961-01-15
none : SPECIMEN, Oumar ; 1990-11-23 ; Zenith <> SPECIMEN, Oumar ; 1959-02-28 ; Utopolis
none : ERIKSSON, Anna ; 1974-08-12 <> ERIKSSON, Eva ; 1976-10-02
none : MUSTERMANN, Max ; 1955-05-05 <> ERIKSSON, Max ; 1972-01-09
none : ar إطوبيان, محمد ; 1979-12-05 <> ar إطوبيان, محمود ; 1982-02-17
none : UTOPIAN, Mariam ; 1979-12-05 <> ar سبيسيمان, فاطمة ; 1986-06-06
none : JOUTOPA, Issa ; 1982-02-02 ; ; male <> JOUTOPA, Aïssa ; 1985-08-25 ; ; female
none : UTOPIAN, Ali ; 1993-03-13 <> UTOPIAN, Aliou ; 1996-06-30
none : SPECIMEN, Boubacar ; 1978-08-08 <> UTOPIAN, Bakary ; 1978-08-08
none : KONUTE, Sekou ; 2001-01-20 <> TOURUTO, Sekou ; 2003-05-11
none : SPECIMEN, ; 1990-11-23 <> UTOPIAN, ; 1990-11-23
none : ERIKSSON, Anna Maria ; 1974-08-12 ; Zenith ; female ; UTO <> MUSTERMANN, Anna Maria ; 1964-02-12 ; Utopolis ; female ; D
`;
