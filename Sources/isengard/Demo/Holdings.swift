import LocalServers

/// All that was put into the stores, and what the walk keeps back to put in later.
struct Holdings {
    private(set) var deposits: [Deposit] = []
    /// Instances of a study that only one store holds: one for the gateway, one for the store.
    let keptBack: [SyntheticInstance]
    let corpus = SyntheticCorpus()

    init() {
        keptBack = Array(
            corpus.instances.filter { $0.place.patient == 5 && $0.place.study == 0 }.suffix(2)
        )
    }

    /// What goes into store `number` before the gateway starts.
    func synthetic(for number: Int) -> [SyntheticInstance] {
        corpus.held(by: number).filter { instance in
            !keptBack.contains { $0.place == instance.place }
        }
    }

    /// Real files for store `number`: a third of the list, so that files of one study, which bear
    /// similar names, mostly stay together.
    static func real(for number: Int) -> ArraySlice<String> {
        let files = RealCorpus.files()
        let count = SyntheticCorpus.storeCount
        return files[files.count * number / count..<files.count * (number + 1) / count]
    }

    mutating func add(_ deposit: Deposit) { deposits.append(deposit) }

    /// What lies under one study of the synthetic corpus.
    func deposits(patient: Int, study: Int) -> [Deposit] {
        deposits.filter { $0.place?.patient == patient && $0.place?.study == study }
    }

    /// Numbers of the stores that hold an instance.
    func holders(of instance: String) -> Set<Int> {
        Set(deposits.lazy.filter { $0.instance == instance }.map(\.store))
    }

    /// An instance that only store `number` holds.
    func instance(onlyAt number: Int) -> Deposit? {
        deposits.first { $0.store == number && holders(of: $0.instance) == [number] }
    }
}
