import GlobalIndex
import JSONText
import OrthancModel
import Testing

@testable import Federation

@Suite struct ModifyPlanTests {
    private func held(_ number: UInt8, _ bytes: Int64, _ stores: Int16...) -> HeldInstance {
        let id = OrthancID(hashing: [[number]])
        return HeldInstance(
            id: id,
            patient: id,
            study: id,
            bytes: bytes,
            stores: stores.map { StoreKey($0) }
        )
    }

    private func candidate(_ key: Int16, acceptsNew: Bool = true) throws -> ModifyPlan.Candidate {
        let name = try #require(StoreName("store-\(key)"))
        return .init(store: StoreKey(key), acceptsNew: acceptsNew, priority: 0, name: name)
    }

    @Test("the store that lacks the fewest bytes executes")
    func fewest() throws {
        let needed = [held(1, 10, 1), held(2, 500, 2), held(3, 10, 1, 2)]
        let plan = try ModifyPlan.choose(
            needed,
            among: [try candidate(1), try candidate(2)],
            limitBytes: 100
        )
        #expect(plan.store == StoreKey(2))
        #expect(plan.missing == [needed[0]])
    }

    @Test("what would have to be copied may not exceed the limit")
    func limit() throws {
        let stores = [try candidate(1), try candidate(2)]
        #expect(throws: ModifyPlan.Refusal.tooLarge(bytes: 101)) {
            try ModifyPlan.choose(
                [held(1, 101, 1), held(2, 200, 2)],
                among: stores,
                limitBytes: 100
            )
        }
    }

    @Test("a part that no store has that can be reached refuses the whole, and names its stores")
    func unreachable() throws {
        let store = try candidate(1)
        #expect(throws: ModifyPlan.Refusal.unreachable([StoreKey(2), StoreKey(3)])) {
            try ModifyPlan.choose(
                [held(1, 1, 1), held(2, 1, 2, 3)],
                among: [store],
                limitBytes: 100
            )
        }
    }

    @Test("a draining store executes what it has, and gets nothing")
    func draining() throws {
        let draining = try candidate(1, acceptsNew: false)
        let whole = try ModifyPlan.choose([held(1, 1, 1)], among: [draining], limitBytes: 100)
        #expect(whole.store == StoreKey(1))
        let other = try candidate(2)
        let spread = [held(1, 90, 1), held(2, 1, 2)]
        let plan = try ModifyPlan.choose(spread, among: [draining, other], limitBytes: 100)
        #expect(plan.store == StoreKey(2))
    }
}

@Suite struct ResultLedgerTests {
    private let sources = (11...13).map { OrthancID(hashing: [[UInt8($0)]]) }.sorted()
    private let results = (1...4).map { OrthancID(hashing: [[UInt8($0)]]) }.sorted()

    private func ledger(_ marks: [String]) -> ResultLedger {
        let marks = zip(sources, marks).map { (id: $0, mark: $1) }
        return ResultLedger(sources: marks.map(\.id), marks: marks)
    }

    @Test("complete is each source once; strangers don't count")
    func complete() {
        var ledger = ledger(["a", "b"])
        let isStranger = !ledger.add(results[0], of: "c")
        #expect(isStranger)
        ledger.add(results[1], of: "a")
        #expect(ledger.verdict(allowing: 0) == .wrong(missing: 1, surplus: 0))
        ledger.add(results[2], of: "b")
        #expect(ledger.verdict(allowing: 0) == .complete)
        #expect(ledger.results == [results[1], results[2]])
        ledger.add(results[3], of: "b")
        #expect(ledger.verdict(allowing: 0) == .wrong(missing: 0, surplus: 1))
    }

    @Test("sources that nothing tells apart count together; what may fail must be told")
    func alike() {
        var ledger = ledger(["a", "a", "b"])
        ledger.add(results[0], of: "a")
        ledger.add(results[1], of: "a")
        #expect(ledger.verdict(allowing: 1) == .complete)
        #expect(ledger.verdict(allowing: 0) == .wrong(missing: 1, surplus: 0))
    }

    @Test("a source of which the store says nothing makes it wrong, whatever may fail")
    func unread() {
        let empty = ResultLedger(sources: sources, marks: [])
        #expect(empty.verdict(allowing: 0) == .wrong(missing: 3, surplus: 0))
        #expect(empty.verdict(allowing: 3) == .wrong(missing: 3, surplus: 0))
        var ledger = ResultLedger(sources: sources, marks: [(id: sources[0], mark: "a")])
        ledger.add(results[0], of: "a")
        #expect(ledger.verdict(allowing: 0) == .wrong(missing: 2, surplus: 0))
        #expect(ledger.verdict(allowing: 2) == .wrong(missing: 2, surplus: 0))
    }

    @Test("each result has a source of its own; where some of several alike have none, nobody's")
    func made() {
        var ledger = ledger(["a", "a", "b"])
        ledger.add(results[0], of: "a")
        ledger.add(results[1], of: "b")
        #expect(
            ledger.made == [
                JobResult(id: results[0], source: nil),
                JobResult(id: results[1], source: sources[2]),
            ]
        )
        ledger.add(results[2], of: "a")
        #expect(Set(ledger.made.map(\.source)) == Set(sources))
    }
}

@Suite struct JoinedContentTests {
    private func joined(_ texts: String...) throws -> JSONObject {
        try JSONObject.joined(texts.map { try JSONValue(Array($0.utf8)).object ?? JSONObject() })
    }

    @Test("numbers of several stores are added, whatever they say, and lists joined")
    func joined() throws {
        let sum = try joined(
            #"{"Failed":9223372036854775807,"Count":2,"List":["a"]}"#,
            #"{"Failed":1,"Count":3,"List":["b"]}"#
        )
        #expect(sum["Failed"] == .integer(.max))
        #expect(sum["Count"] == .integer(5))
        #expect(sum["List"] == .array(["a", "b"]))
        let low = try joined(#"{"Failed":-9223372036854775808}"#, #"{"Failed":-1}"#)
        #expect(low["Failed"] == .integer(.min))
    }
}
