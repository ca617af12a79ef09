"""English by rules: a text to statements of steps. Where each rule stands, in the order of reading.

`reader` goes through a text, `reading` is what a sentence leaves for the next one.

The text (tables: `english_cues.toml`, `english_grammar.toml`)
  layout, heads, homonyms, outlet: sentences; headlines of a title; names that are towns; the dollar
  gates: noise, looks back, another business; for each step too, whether it is about electric cars
  about, denials: whom the text is about; texts that deny what was told
  tables: rows of figures, which are no sentences
A sentence made ready (`english_words.toml`)
  words, small: its words with their groups; the small words as sets
  scene: all that rules look at: words, verbs, companies, dates, sums, counts, places
  persons, authorities, asides, borders: what stands in it besides, and where it is cut
  sameday: days told from the one named last
  roles, actors, bystanders, nicknames: who may act: names, "the company", "it", somebody else
Ways to say a step (`english_steps.toml`, `english_classes.toml`)
  patterns, steps, gaps: the entries, and where they fit word by word
  topics, clauses: a looser reading by clauses (`english_topics.toml`, `english_idioms.toml`)
  grammar, elliptic, governed: what the verb says of its step; which nouns are no subject of it
One way found: `judge` asks in this order what it states
  cues, hedges: supposed, asked, denied, rumoured; which words such a cue colours
  oddities, no_steps, other_senses, strangers: what else the words may be (`english_senses.toml`)
  figures, recalls, payers, other_clauses: the same of counts, recalls, money, and torn words
  described, untold: the same of what only describes: partners by name, a range of prices, a habit
  ends: the same of what ends otherwise, or ends something else
  phase, given_up: done, planned, delayed, cancelled; plans that are dropped before they are told
  asked_for, aims, slipping: what is applied for, promised, aimed at; a later day than was meant
  voices: words that sound like hearsay and are not
  attribution, subject, bearers, naming, parties: which companies take it
  needs: what must stand beside ("need" in the tables)
  timing, moments, nearness, no_days: its day, or the period that it counts; what stands near
  tellings: days of who spoke, of a message, of an entry
  faraway, tense: too far ahead, too loose, in no time at all
  sorts, slots: begun or opened, a change at the top; sum, count, agency
  about_what, things, sites, seats, sides: what it is about (`english_things.toml`, `models.toml`)
  stakes: the other side of a share that changes hands
  counted: which counts of a sentence are none of the step
  owners, ventures, placing: whose model a plant builds, partners, a brand of two; kind
The sentence as a whole
  settle: which of several ways speak, and for what
  likely, traits, second_look: a trained model that drops some and proposes others
  series: figures and days in a row, of others and of another model
  facts, aftermath: figures in a sentence of their own; what comes behind changes a step
  joint: what goes on about a plant of two is of both
  checks: what small words allow, whoever else read a step in it
"""
