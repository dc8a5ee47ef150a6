/// Lists within a clause.
enum EffectWords {
    /// `a`, `a and b`, `a, b and 3 more`: no more than so many are named.
    static func listed(_ items: [String], limit: Int) -> String {
        guard items.count > 1 else { return items.first ?? "" }
        guard items.count > limit else {
            return items.dropLast().joined(separator: ", ") + " and " + (items.last ?? "")
        }
        return items.prefix(limit).joined(separator: ", ") + " and \(items.count - limit) more"
    }
}
