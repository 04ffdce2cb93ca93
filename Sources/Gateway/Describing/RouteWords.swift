/// What classes and rules mean, in words.
extension RouteClass {
    var meaning: String {
        switch self {
        case .index: "The index answers over the union; a resource that it lacks is asked for once."
        case .owner: "One holder answers, always the same one while it can; then the next."
        case .multiOwner: "Made of the instances of several stores when no holder is complete."
        case .fanOutMerge: "All stores are asked, and their answers merged."
        case .broadcast: "Written to every holder, or every store."
        case .execOne: "Done exactly once, on one complete holder."
        case .placement: "A store is chosen for new data."
        case .job: "The store of the job, or the gateway's own; kept when a store forgets it."
        case .session: "The store whose session it is."
        case .delegate: "One configured store does it."
        case .gateway: "The gateway's own answer."
        case .storeScoped: "Of one store: refused here, or only below `/stores/{name}/`."
        case .userInterface: "Pages for a browser."
        }
    }
}

extension FailureRule {
    var name: String {
        switch self {
        case .index: "index"
        case .nextHolder: "next holder"
        case .all: "all"
        case .partial: "partial"
        case .one: "one"
        case .journal: "journal"
        case .none: "none"
        }
    }

    var meaning: String {
        switch self {
        case .index: "200 from the index."
        case .nextHolder: "The next holder answers; 503 when none can be reached."
        case .all:
            "Every needed store is asked before the first byte, and 503 when one is missing; "
                + "later the connection is cut, never ended cleanly."
        case .partial: "200 without the stores that are down."
        case .one: "503 when nothing was sent; 500 with code 9 when the outcome is unknown."
        case .journal:
            "Written down first; a store that is down does its part when it returns."
        case .none: "No store is asked."
        }
    }

    /// Which of the federation's headers such an answer may bear.
    var headers: String {
        switch self {
        case .index: "`-Stale`, `-Partial`, `-Conflict`"
        case .nextHolder: "`-Store`, `-Conflict`"
        case .all, .one: "`-Store`"
        case .partial: "`-Partial`"
        case .journal: "`-Partial`"
        case .none: "–"
        }
    }
}
