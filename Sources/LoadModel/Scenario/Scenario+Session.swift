extension Scenario {
    /// What one user does: steps, of which each begins when the one before has ended.
    package struct Session: Sendable, Equatable {
        package var name: String
        /// Most connections that one user's browser opens.
        package var browserConnections: Int
        package var steps: [Step]

        /// In the order of the steps, each once.
        package var marks: [String] { steps.compactMap(\.mark) }
    }

    package struct Step: Sendable, Equatable {
        package enum Action: Sendable, Equatable {
            /// Finds studies; the session goes on with one of the answers.
            case search(Operation)
            case think(Distribution)
            /// All that a viewer asks before the first image.
            case metadata
            case images(Images)
            case prior(Prior)
        }

        package var action: Action
        /// The moment at which this step is done; told from the session's due time.
        package var mark: String?
    }

    package struct Images: Sendable, Equatable {
        /// How an image is fetched.
        package enum Form: String, Sendable, CaseIterable { case frames, previews, files }

        package enum Pick: String, Sendable, CaseIterable {
            case firstOfEachSeries = "first-of-each-series"
            case middleOut = "middle-out"
            case all
        }

        package var form: Form
        package var pick: Pick
        /// Part of the images picked that is fetched.
        package var share: Distribution
        package var parallel: Int
    }

    /// Older studies of the same patient, looked at as the first was.
    package struct Prior: Sendable, Equatable {
        /// Of the sessions, the part that looks for some.
        package var probability: Double
        /// How many of the latest older ones are opened, if there are so many.
        package var latest: Int
        /// Positions of the session's earlier steps that are done again, without their marks.
        package var steps: [Int]
    }
}
