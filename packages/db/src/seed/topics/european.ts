import type { Topic } from './topic.ts'

export const german: Topic = {
  subjects: ['Fahrrad', 'Steuererklärung', 'Umzug', 'Balkonkraftwerk'],
  titles: ['{}: was ist zu tun?', 'Fragen zum Thema {}', 'Checkliste {}'],
  questions: [
    'Ich habe eine Frage zum Thema {}. Womit fange ich an?',
    'Was kostet das ungefähr?',
    'Kannst du das kürzer fassen?',
    'Gibt es dafür eine Frist?',
    'Erkläre mir den Unterschied zwischen „dass“ und „das“.',
  ],
  openings: ['Kurz gesagt: Es kommt darauf an.', 'Gerne! Zum Thema {} das Wichtigste zuerst.', 'Gute Frage. 🙂'],
  sentences: [
    'Am Anfang steht eine Liste: Was ist da, was fehlt, was eilt?',
    'Die Frist läuft in der Regel bis Ende Juli und lässt sich auf Antrag verlängern.',
    'Größere Änderungen sollte man schriftlich festhalten.',
    'Für Straßenschuhe und Weißbrot gilt: ß nach langem Vokal.',
    'Wer früh fragt, zahlt meistens weniger.',
    'Übrigens lohnt sich ein Vergleich, auch wenn er Mühe macht.',
  ],
  points: [
    'Unterlagen sammeln',
    'Termine eintragen',
    'Zwei Angebote einholen',
    'Nachbarn Bescheid sagen',
    'Zähler ablesen',
  ],
  headings: ['Übersicht', 'Nächste Schritte'],
  blocks: [
    '| Posten | Betrag |\n| --- | ---: |\n| Material | 249,90 € |\n| Anschluss | 80,00 € |\n| Summe | 329,90 € |',
  ],
  closings: ['Viel Erfolg!', 'Soll ich daraus eine Checkliste machen?'],
  tasks: ['Unterlagen für {} sammeln', 'Termin vereinbaren'],
}

export const french: Topic = {
  subjects: ['un voyage à vélo', 'le subjonctif', 'une tarte aux pommes', 'un potager'],
  titles: ['Questions sur {}', 'Préparer {}', 'Mieux comprendre {}'],
  questions: [
    'Peux-tu m’aider avec {} ?',
    'Combien de temps faut-il prévoir ?',
    'Donne-moi un exemple, s’il te plaît.',
    'Et si je n’ai pas tous les ingrédients ?',
  ],
  openings: ['Avec plaisir !', 'C’est plus simple qu’il n’y paraît.', 'Voici l’essentiel.'],
  sentences: [
    'Il vaut mieux commencer par le plus difficile.',
    'Le cœur du problème, c’est le temps qu’on y consacre.',
    'On emploie le subjonctif après « il faut que ».',
    'Là-bas, les étés sont longs et les hivers très doux.',
    'Ça dépend surtout de la saison, mais l’idée reste la même.',
  ],
  points: [
    '200 g de farine',
    'Il faut que tu **viennes**',
    'Une étape de 60 km par jour',
    'Arroser le soir',
    'Réserver à l’avance',
  ],
  headings: ['En bref', 'Exemple'],
  blocks: ['> « Petit à petit, l’oiseau fait son nid. »'],
  closings: ['Bonne chance !', 'Veux-tu un autre exemple ?'],
  tasks: ['Réserver les billets', 'Acheter des pommes'],
}

export const spanish: Topic = {
  subjects: ['una paella', 'ser y estar', 'un piso nuevo', 'la guitarra'],
  titles: ['Dudas sobre {}', 'Consejos: {}', 'Aprender sobre {}'],
  questions: [
    '¿Me ayudas con {}?',
    '¿Cuánto cuesta más o menos?',
    '¿Puedes darme un ejemplo?',
    '¡Perfecto! ¿Y qué hago mañana?',
  ],
  openings: ['¡Claro que sí!', 'Depende, pero en general es fácil.', 'Vamos paso a paso.'],
  sentences: [
    'Lo más importante es no tener prisa.',
    '«Ser» dice qué es algo; «estar» dice cómo o dónde está.',
    'El año que viene será más barato.',
    'Con diez minutos al día se avanza mucho.',
    'El arroz no se remueve: se deja en paz.',
  ],
  points: [
    '400 g de arroz',
    'Caldo bien caliente',
    'Practicar a diario',
    'Medir las habitaciones',
    'Pedir tres presupuestos',
  ],
  headings: ['Lo básico', 'Ejemplos'],
  blocks: ['| ser | estar |\n| --- | --- |\n| Es médica. | Está cansada. |\n| Son las tres. | Están en casa. |'],
  closings: ['¡Mucha suerte!', '¿Quieres que lo explique de otra manera?'],
  tasks: ['Comprar cuerdas nuevas', 'Llamar para pedir cita'],
}
