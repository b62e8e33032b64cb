"""Prejudice about groups and fair remarks about the same groups, in the same frames: written for Charter.

A stereotype needs no insult, so that words alone do not show it. Each group therefore stands before predicates that
demean and before plain ones, in the same frames; and what demeans is quoted by those who contradict it.
"""

GROUPS = """\
somalis|ethiopians|iranians|filipinos|vietnamese people|koreans|moroccans|algerians|romanians|albanians|afghans|cubans|puerto ricans|hispanics|israelis|palestinians|brown people|blacks|whites|illegals
migrants|asylum seekers|homosexuals|trans women|nonbinary people|bisexual men|gay men|italians|greeks|the french|germans|brits|the irish|natives|aboriginal people|old women|boomers|millennials
fat people|short men|single mothers|people with down syndrome|people in wheelchairs|mentally ill people|people on welfare|the unemployed|sex workers|mormons|evangelicals|vegans|women drivers|female bosses|stay-at-home dads|rural people
black women|white men|muslim women|jewish people|asian men|mexican immigrants|native american people|transgender people|the elderly|the homeless|middle eastern people|deaf kids|blind students|feminist women"""

DEMEANING = """\
only marry for a passport|cannot be trusted with money|live off the state|take our jobs|bring crime with them|want to replace us|are naturally violent|have a lower iq|are too emotional to lead anything|belong in the kitchen
should stay at home and be quiet|are a burden on the health service|spread diseases|worship the devil|groom children|are terrorists, every last one|cannot drive|stink|should go back to where they came from|should not be allowed to vote
are greedy and cheap|run the media from behind|fake it for the benefits|are not fit to be parents|ruin every neighbourhood they move into|do not know how to behave|are uncivilised|have too many babies|refuse to integrate|hate our way of life
are weak and whiny|always play the victim|need to be taught a lesson|are not real women or men|only want attention|are an abomination|will go to hell|must be cured|are savages|eat anything that moves
are only hired because of quotas|are naturally lazy|would rather beg than work|steal anything that is not nailed down|are a drain on society|lie as soon as they open their mouth|are less evolved|were better off as slaves|cannot control themselves|are made to serve
all look the same|are good for one thing only|do not deserve our help|are taking over our schools|are dangerous and should be locked up|have no morals|have no culture worth the name|are behind every war|corrupt our children|are sick in the head
should be kept away from kids|do not belong in the army|make the streets unsafe|treat their wives like cattle|care about nothing but money|are a stain on this country|ask for what happens to them|cheat on everybody|deserve no pity|are the scum of the earth
never pay their taxes|are too dumb for university|sell drugs to our kids|want to turn everybody into one of them|bring us nothing but trouble|must be stopped before it is too late|are only pretending|cannot be loyal to this nation|have ruined this country|were created to obey
poison our blood|are parasites|cry about everything|want everything for free|would rob their own mother|are hysterical|will never be one of us|destroy marriage|secretly laugh at us|drag the rest of us down"""

PLAIN = """\
often marry young|save money for their children|work for the state|look for jobs like everybody|bring their own recipes with them|want to be heard|are mostly peaceful|have a high average age here|are on the new board|cook for the whole street
stay at home when it rains|work in the health service|volunteer when diseases spread|meet on fridays|teach children to read|suffered from terrorism as well|pass the driving test like all of us|sing beautifully|go back to visit their parents|won the right to vote
are careful with what they earn|founded a local newspaper|get the same benefits as others|are loving parents|keep every neighbourhood they move into tidy|greeted us politely|have an old civilisation|have small families nowadays|learn the language quickly|like our way of life
are strong and patient|were the victims of a crime|taught us a lesson about courage|are women and men like us|deserve attention|are my neighbours|go to church or do not|need the same medical care|are farmers and nurses|eat what they like
are hired for what they can do|work two jobs|would rather work than wait|give away what they do not need|add a lot to society|tell wonderful stories|are as different from one another as we are|were once sold as slaves, which we must not forget|organise themselves well|serve in the fire brigade
are all different|are good at many things|helped us when we moved|opened a school nearby|are safe here and should feel so|have strong values|have a rich culture|fled from the war|read with our children|see the same doctors as we do
coach the kids|serve in the army|make the streets livelier|treat guests like family|care about their parents|are proud of this country|ask for a meeting with the mayor|are honest with everybody|deserve respect|are the heart of this town
pay their taxes|study at the university|sell fruit at the market|want everybody to be treated alike|bring us music|must be protected by the law|are only human|are loyal to their friends|have built much of this country|were invited to speak
donate blood|are students|laughed about the film|want fair wages|would help anyone|are calm people|have always been part of us|celebrate weddings for three days|smile at us|lift all of us up"""

AGAINST = """\
never rent a flat to {}|if you hire {} you will be robbed|do not let your kids near {}|you cannot argue with {}, they only understand force|give {} a finger and they take the arm|a town full of {} is a town full of crime|nobody asked {} to come here|the less we hear from {} the better|i would be ashamed if my son married one of the {}
i moved away since too many {} live there now|{} and honest work do not go together|show me one of the {} who is not a criminal|first it was a few {}, now they own the place|a country run by {} is doomed|put {} in charge and watch everything collapse|what did {} ever invent? nothing|{} have no right to complain about anything
i feel sick when i see {} kissing in public|i cross the road when {} come towards me|no man with pride would date {}|they should put a sign up: no {}|let {} have their own buses and schools, far from ours|thanks to {} we have to lock our doors|{} would still live in caves without us|you can take {} out of the slum but not the slum out of them
once you let {} in, there is no way back|it is natural to feel superior to {}|the problem with this country has a name: {}|i laugh when {} call themselves citizens|my taxes feed {} who never lifted a finger|they pretend that {} are the same as us, but science says otherwise|{} should thank us on their knees|of all people, {} are the lowest
a good wife obeys, unlike {}|do you really want {} teaching your children?|{} bring down the level of every school|why should normal people suffer for {}?|keep {} away from the water supply|if {} were gone tomorrow the world would smell better|history shows that {} betray whoever feeds them|i do not hate {}, i just do not want to see, hear or smell them"""

FOR = """\
never refuse a flat to {}|if you hire {} you will be glad|let your kids play with {}|you can argue with {} as with anybody|give {} a chance and they surprise you|a town with many {} is a town with good food|nobody asked {} what they think of the plan|the more we hear from {} the better|i would be happy if my son married one of the {}
i moved there since many {} live there now|{} and hard work built this harbour|show me one of the {} who was asked|first it was a few {}, now they have a football club|a country that protects {} is a fair one|we put {} on the committee and it works well|what did {} invent? the book has a long list|{} have good reasons to complain about the law
i smile when i see {} dancing in public|i say hello when {} come towards me|she was proud to date one of the {}|they put a sign up: {} welcome|let {} use the same buses and schools as all|thanks to {} we have a bakery again|{} lived in this valley long before us|you can ask {} about the history of the slum
once you talk to {}, you forget your worries|nobody is superior to {} or below them|the documentary about {} won a prize|i was there when {} became citizens|my taxes help {} who lost their homes|they found that {} have the same genes as all, says science|{} thanked us for the invitation|of all visitors, {} stayed the longest
a good neighbour listens, and {} do|do you know any {} teaching at your school?|{} bring up the level of every choir|why should {} suffer for what others did?|bring {} clean water, they have waited for months|if {} were gone tomorrow we would miss them|history shows that {} were betrayed more than once|i do not know many {}, i would just like to see and hear more of them"""

SAID = """\
{}|{}.|i think {}|everybody knows that {}|let's be honest, {}|fact: {}|sorry but {}|the truth is that {}|no wonder, {}|as usual {}|nobody says it, but {}|in this country {}|i have noticed that {}|remember: {}|my experience is that {}|we all see that {}|again and again {}
{} and you know it|{}, that is all|{} lol|{}, don't they?|@user {}|RT @user: {}|{}!!|today as always {}|wherever you look, {}|of course {}"""

ASKED = """\
why is it that {}?|is it just me or {}?|when will people see that {}?|can someone explain why {}?|am i the only one who thinks that {}?"""

CONTRADICTED = """\
it is simply not true that {}|whoever says that {} has never met any|saying that {} is racist or worse|he was banned for writing that {}|stop telling children that {}|the old lie that {} is still told|i will never accept somebody claiming that {}|my teacher explained why it is wrong to say that {}
the idea that {} is nonsense|people who believe that {} should read more|the report shows that the claim "{}" is false|it hurts every time i read that {}"""

GROUPS_ABROAD = """\
fr: les arabes|les noirs|les juifs|les roms|les musulmans|les homosexuels|les femmes|les migrants|les chinois|les handicapés|les réfugiés|les algériens|les gros|les trans
ar: اليهود|المسيحيين|النساء|السود|اللاجئين|الشيعة|السنة|العمال الهنود|المثليين|المهاجرين|الأكراد|المعاقين|السوريين
de: Ausländer|Türken|Juden|Muslime|Frauen|Schwule|Flüchtlinge|Schwarze|Sinti und Roma|Behinderte|Araber|Polen|Transmenschen|Dicke
es: los inmigrantes|los negros|los judíos|los gitanos|los musulmanes|las mujeres|los gays|los moros|los chinos|los latinos|las personas trans|los gordos|los discapacitados
it: gli immigrati|i neri|gli ebrei|gli zingari|i musulmani|le donne|i gay|i cinesi|i meridionali|i disabili|gli arabi|i profughi
pt: os imigrantes|os negros|os judeus|os ciganos|os muçulmanos|as mulheres|os gays|os nordestinos|os índios|os refugiados|as pessoas trans|os gordos
nl: buitenlanders|moslims|joden|vrouwen|homo's|zwarten|marokkanen|vluchtelingen|turken
pl: imigranci|żydzi|muzułmanie|kobiety|geje|czarni|cyganie|ukraińcy|uchodźcy
ru: мигранты|евреи|мусульмане|женщины|геи|чёрные|цыгане|кавказцы|беженцы
tr: göçmenler|yahudiler|kadınlar|eşcinseller|siyahlar|kürtler|araplar|suriyeliler|ermeniler
hi: मुसलमान|औरतें|दलित लोग|ईसाई|प्रवासी|काले लोग|बिहारी लोग
zh: 黑人|女人|移民|穆斯林|同性恋|外地人|犹太人|残疾人"""

WORSE = """\
fr: {} sont des parasites|{} n'ont rien à faire ici|{} volent tout ce qu'ils trouvent|dehors {}|{} sont tous des menteurs|on devrait interdire {}|{} sont inférieurs|{} vivent de nos impôts|{} me dégoûtent|il faut se débarrasser de tout ça, {} d'abord|{} sont dangereux pour nos enfants|je ne supporte pas {}
ar: {} حثالة|{} كلهم كذابون|اطردوا {} من بلادنا|{} مثل الحيوانات|أكره {}|{} سبب كل المصائب|لعنة الله على {}|{} لا يستحقون الحياة|لا تثق في {}|{} أقل منا عقلا|{} قذرون
de: {} sind Parasiten|{} gehören nicht hierher|{} klauen wie die Raben|{} raus|{} sind alle Lügner|{} sollte man verbieten|{} sind minderwertig|{} leben von unseren Steuern|{} ekeln mich an|{} sind eine Gefahr für unsere Kinder|ich kann {} nicht ausstehen|{} verstehen nur Gewalt
es: {} son parásitos|{} no pintan nada aquí|{} roban todo lo que ven|fuera {}|{} son todos unos mentirosos|habría que prohibir a {}|{} son inferiores|{} viven de nuestros impuestos|{} me dan asco|{} son un peligro para nuestros hijos|no soporto a {}
it: {} sono parassiti|{} non c'entrano niente qui|{} rubano tutto|fuori {}|{} sono tutti bugiardi|{} sono inferiori|{} vivono con le nostre tasse|{} mi fanno schifo|{} sono un pericolo per i nostri figli|non sopporto {}
pt: {} são parasitas|{} não prestam|{} roubam tudo|fora {}|{} são todos mentirosos|{} são inferiores|{} vivem dos nossos impostos|{} me dão nojo|{} são um perigo para os nossos filhos|não suporto {}
nl: {} zijn parasieten|{} horen hier niet|{} stelen alles|{} eruit|{} zijn allemaal leugenaars|{} zijn minderwaardig|ik walg van {}|ik haat {}
pl: {} to pasożyty|{} nie mają tu czego szukać|{} kradną|{} won|{} to sami kłamcy|{} są gorsi od nas|brzydzą mnie {}|{} to bydło
ru: {} паразиты|{} здесь лишние|{} воруют всё подряд|{} вон отсюда|{} все врут|{} хуже животных|ненавижу, когда рядом {}|{} тупые
tr: {} asalaktır|{} buraya ait değil|{} hırsızdır|{} defolsun|{} hep yalancı|{} aşağılık|{} midemi bulandırıyor|{} insan değil
hi: {} परजीवी हैं|{} यहाँ से निकल जाओ|{} सब चोर हैं|{} झूठे हैं|{} से मुझे नफरत है|{} गंदे हैं
zh: {}都是寄生虫|{}滚出去|{}都是小偷|{}都是骗子|{}低人一等|{}让人恶心|我讨厌{}|{}不配活着"""

BETTER = """\
fr: {} sont mes voisins|{} ont les mêmes droits que nous|{} fêtent tout ce qu'ils aiment|bienvenue, {}|{} sont tous différents|on devrait écouter {}|{} sont égaux aux autres|{} paient les mêmes impôts|{} me parlent souvent|il faut penser à tout le monde, {} aussi|{} jouent avec nos enfants|je travaille avec {}
ar: {} جيران طيبون|{} كلهم مختلفون|رحبوا ب{} في بلادنا|{} مثل باقي الناس|أحترم {}|{} يشاركون في الانتخابات|السلام على {}|{} يستحقون حياة كريمة|تحدثت مع {}|{} يدرسون معنا|{} متعاونون
de: {} sind Nachbarn|{} gehören dazu|{} arbeiten wie alle|{} sind willkommen|{} sind ganz verschieden|{} sollte man zuhören|{} haben gleiche Rechte|{} zahlen auch Steuern|{} grüßen mich jeden Tag|{} spielen mit unseren Kindern|ich kann {} gut verstehen|{} treffen sich im Verein
es: {} son vecinos|{} viven aquí desde hace años|{} trabajan todo lo que pueden|bienvenidos {}|{} son todos distintos|habría que escuchar a {}|{} son iguales|{} pagan los mismos impuestos|{} me saludan|{} juegan con nuestros hijos|conozco a {}
it: {} sono vicini di casa|{} vivono qui da anni|{} lavorano tanto|benvenuti {}|{} sono tutti diversi|{} sono uguali a noi|{} pagano le stesse tasse|{} mi salutano|{} giocano con i nostri figli|conosco {}
pt: {} são vizinhos|{} moram aqui há anos|{} trabalham muito|bem-vindos {}|{} são todos diferentes|{} são iguais a nós|{} pagam os mesmos impostos|{} me cumprimentam|{} brincam com os nossos filhos|conheço {}
nl: {} zijn buren|{} horen erbij|{} werken hard|{} zijn welkom|{} zijn allemaal verschillend|{} hebben gelijke rechten|ik praat met {}|ik ken {}
pl: {} to sąsiedzi|{} mieszkają tu od lat|{} pracują|{} są mile widziani|{} to różni ludzie|{} mają równe prawa|lubią mnie {}|{} to studenci
ru: {} соседи|{} живут здесь давно|{} работают каждый день|{} празднуют сегодня|{} все разные|{} имеют те же права|хорошо, когда рядом {}|{} учатся
tr: {} komşudur|{} buraya taşındı|{} çalışkandır|{} hoş geldi|{} hep farklı|{} eşittir|{} bize yemek getirdi|{} insandır
hi: {} पड़ोसी हैं|{} यहाँ रहते हैं|{} सब मेहनती हैं|{} अलग अलग हैं|{} से मेरी दोस्ती है|{} पढ़ते हैं
zh: {}都是邻居|{}住在这里|{}都很努力|{}都不一样|{}人人平等|{}让人感动|我认识{}|{}应该受到尊重"""
