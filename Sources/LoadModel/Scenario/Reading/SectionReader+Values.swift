internal import Yams

/// Values of single keys. Those with `IfAny` return nil for what doesn't stand there or is wrong.
extension SectionReader {
    /// The text under `name`, or the row's default.
    func scalar(_ name: String) -> String? {
        guard let node = node(name) else {
            guard case .initial(let full, let quick) = row(name).presence else { return nil }
            return isQuick ? quick ?? full : full
        }
        guard let text = Self.text(node) else {
            refuse(.wrongType, name, "\(Self.kind(of: node)) stands here")
            return nil
        }
        return text
    }

    // MARK: Numbers

    func quantityIfAny(_ name: String) -> Quantity? {
        guard case .quantity(let dimension, let range) = row(name).kind else { wrongRow(name) }
        guard let text = scalar(name) else { return nil }
        do {
            let quantity = try Quantity(text, dimension)
            guard range.contains(quantity.value) else {
                refuseRange(name, text)
                return nil
            }
            return quantity
        } catch {
            refuse(.wrongUnit, name, error.text)
            return nil
        }
    }

    func valueIfAny(_ name: String) -> Double? { quantityIfAny(name)?.value }
    func value(_ name: String) -> Double { valueIfAny(name) ?? 0 }

    func durationIfAny(_ name: String) -> Duration? {
        valueIfAny(name).map { .nanoseconds(Int64(($0 * 1e9).rounded())) }
    }

    func duration(_ name: String) -> Duration { durationIfAny(name) ?? .zero }

    func count(_ name: String) -> Int { countIfAny(name) ?? 0 }

    func countIfAny(_ name: String) -> Int? {
        guard case .count(let range) = row(name).kind else { wrongRow(name) }
        guard let text = scalar(name) else { return nil }
        guard let count = Int(text) else {
            refuse(.wrongType, name, "\(text.quoted) stands here")
            return nil
        }
        guard range.contains(count) else {
            refuseRange(name, text)
            return nil
        }
        return count
    }

    func numberIfAny(_ name: String) -> Double? {
        guard case .number(let range) = row(name).kind else { wrongRow(name) }
        guard let text = scalar(name) else { return nil }
        guard let number = Quantity.number(text) else {
            refuse(.wrongType, name, "\(text.quoted) stands here")
            return nil
        }
        guard range.contains(number) else {
            refuseRange(name, text)
            return nil
        }
        return number
    }

    private func refuseRange(_ name: String, _ text: String) {
        let limits = row(name).kind.limits
        add(.outOfRange, name, "\(text.quoted) is out of range; expected \(limits)")
    }

    // MARK: Texts

    func flag(_ name: String) -> Bool {
        guard let text = scalar(name) else { return false }
        guard text == "true" || text == "false" else {
            refuse(.wrongType, name, "\(text.quoted) stands here")
            return false
        }
        return text == "true"
    }

    /// One of the row's choices; nil when it is none.
    func choice(_ name: String) -> String? {
        guard case .choice(let choices) = row(name).kind else { wrongRow(name) }
        guard let text = scalar(name) else { return nil }
        guard choices.contains(text) else {
            refuse(.wrongType, name, "\(text.quoted) stands here")
            return nil
        }
        return text
    }

    func choice<Value: RawRepresentable<String>>(_ name: String, or other: Value) -> Value {
        choice(name).flatMap(Value.init) ?? other
    }

    func name(_ key: String) -> String { nameIfAny(key) ?? "" }

    func nameIfAny(_ key: String) -> String? {
        guard let text = scalar(key) else { return nil }
        guard Self.isName(text) else {
            refuse(.wrongType, key, "\(text.quoted) stands here")
            return nil
        }
        return text
    }

    static func isName(_ text: String) -> Bool { ScenarioName.isName(text) }

    /// A text in one line that isn't longer than a path may be.
    func lineIfAny(_ name: String) -> String? {
        guard let text = scalar(name) else { return nil }
        guard text.utf8.count <= 4096, text.utf8.allSatisfy({ $0 >= 32 && $0 != 127 }) else {
            refuse(.wrongType, name, "\(text.quoted) stands here")
            return nil
        }
        return text
    }

    /// A path below a server's root.
    func webPath(_ name: String) -> String {
        guard let text = lineIfAny(name) else { return "" }
        guard text.hasPrefix("/"), !text.contains(" "), !text.contains("#") else {
            add(.wrongType, name, "\(text.quoted) stands here; expected a path that begins with /")
            return ""
        }
        return text
    }

    /// What stands there is never repeated: it may be the secret itself.
    func referenceIfAny(_ name: String) -> SecretReference? {
        guard let text = scalar(name) else { return nil }
        guard let reference = SecretReference(text) else {
            refuse(.literalSecret, name, "a secret never stands here itself")
            return nil
        }
        return reference
    }

    func urlIfAny(_ name: String) -> String? {
        guard let text = lineIfAny(name) else { return nil }
        guard !text.contains("@") else {
            refuse(.literalSecret, name, "a URL holds no user or password; use `auth`")
            return nil
        }
        guard let url = Scenario.Target.url(text) else {
            refuse(.wrongType, name, "\(text.quoted) stands here")
            return nil
        }
        return url
    }

    func wrongRow(_ name: String) -> Never {
        preconditionFailure("\(section.title).\(name) has a row of another kind")
    }
}
