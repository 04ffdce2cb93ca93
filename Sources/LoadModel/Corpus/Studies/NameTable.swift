/// Names of patients in several scripts, with a known share of common surnames.
package enum NameTable {
    /// Of patients, in ISO_IR 100, ISO_IR 192 and ISO 2022 IR 87. Our assumption.
    package static let scripts = [0.72, 0.23, 0.05]
    /// Of Latin names, those with one of ``latinSurnames``; the others are made of syllables, each
    /// about 1 in 260,000. Our assumption.
    package static let commonShare = 0.2

    /// Of all patients, those with the surname at `rank` of ``latinSurnames``: 1.0 % for the first,
    /// 0.2 % for the last. (Smith has 0.83 % in the United States: Census, 2010.)
    package static func share(ofLatinSurname rank: Int) -> Double {
        scripts[0] * commonShare * surnameWeights[rank] / surnameWeights.reduce(0, +)
    }

    /// Most common first.
    package static let latinSurnames = [
        "Müller", "García", "Smith", "Schmidt", "Martin", "Jones", "Andersson", "Rossi", "Dubois",
        "Silva", "Weiß", "Hansen", "Núñez", "Lefèvre", "Fernández", "Brown", "Bjørnsen", "O'Neill",
        "Van den Berg", "Gonçalves", "Jørgensen", "Wagner", "Peña", "Fischer", "D'Angelo", "Leroy",
        "Moreau", "König", "Åkesson", "Günther", "Ibáñez", "Höß",
    ]

    private static let surnameWeights = latinSurnames.indices.map { 1 / Double($0 + 10) }

    static func name(isFemale: Bool, _ random: inout CorpusRandom) -> PersonName {
        switch random.weighted(scripts) {
        case 0: latin(isFemale, &random)
        case 1: PersonName(unicode: unicode[random.below(unicode.count)])
        default:
            PersonName(
                japanese: japanese(
                    japaneseSurnames[random.below(japaneseSurnames.count)],
                    isFemale ? japaneseGiven[0] : japaneseGiven[1 + random.below(2)]
                )
            )
        }
    }

    private static func latin(_ isFemale: Bool, _ random: inout CorpusRandom) -> PersonName {
        let surname =
            random.chance(commonShare)
            ? latinSurnames[random.weighted(surnameWeights)] : syllables(&random)
        let given = isFemale ? female : male
        return PersonName(latin: "\(surname)^\(given[random.below(given.count)])")
    }

    private static func syllables(_ random: inout CorpusRandom) -> String {
        let text = (0..<3).map { _ in parts[random.below(parts.count)] }.joined()
        return text.prefix(1).uppercased() + text.dropFirst()
    }

    private static func japanese(
        _ surname: (String, String, String),
        _ given: (String, String, String)
    ) -> String {
        "\(surname.0)^\(given.0)=\(surname.1)^\(given.1)=\(surname.2)^\(given.2)"
    }

    private static let female = [
        "Anna", "María", "Zoë", "Élise", "Ingrid", "Chloé", "Sofia", "Emma", "Beatriz", "Renée",
        "Åsa", "Käthe", "Inês", "Julia", "Noémie", "Laura",
    ]
    private static let male = [
        "Jean-Luc", "José", "Jörg", "Peter", "Søren", "André", "Luís", "Marco", "François", "Björn",
        "Iñaki", "Thomas", "Raúl", "Jérôme", "Paul", "Göran",
    ]
    private static let parts = [
        "ba", "bel", "ber", "bö", "car", "da", "del", "den", "do", "el", "en", "fa", "fen", "gar",
        "gel", "gra", "ha", "hel", "hof", "il", "jan", "ka", "kel", "kol", "la", "len", "li", "lo",
        "ma", "mar", "mel", "mi", "mo", "na", "nel", "né", "no", "ol", "pa", "per", "po", "ra",
        "ren", "ri", "ro", "sa", "sel", "sen", "si", "so", "ta", "ten", "ter", "to", "tur", "ur",
        "va", "ven", "vi", "wa", "wel", "wi", "za", "zel",
    ]
    private static let unicode = [
        "Иванов^Сергей", "Иванова^Ольга", "Смирнов^Алексей", "Коваленко^Наталія",
        "Παπαδόπουλος^Γεώργιος", "Παππά^Ελένη", "Wang^XiaoDong=王^小东", "Wang^Fang=王^芳",
        "Li^Na=李^娜", "Zhang^Wei=张^伟", "Hong^Gildong=洪^吉洞=홍^길동", "Kim^Minji=金^敏智=김^민지",
        "الأحمد^محمد", "חיים^דוד", "Nguyễn^Văn An", "Kowalski^Łukasz", "Dvořáková^Jiřina",
        "Şahin^Çağlar", "Őry^Zsófia", "सिंह^अमित",
    ]
    private static let japaneseSurnames = [
        ("Yamada", "山田", "やまだ"), ("Tanaka", "田中", "たなか"), ("Satou", "佐藤", "さとう"),
        ("Suzuki", "鈴木", "すずき"), ("Nakata", "中田", "なかた"),
    ]
    private static let japaneseGiven = [
        ("Hanako", "花子", "はなこ"), ("Tarou", "太郎", "たろう"), ("Ichirou", "一郎", "いちろう"),
    ]
}
