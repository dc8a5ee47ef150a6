import Snapshot

/// What becomes of the changes in objects that controllers and the cluster itself make: who wrote a field decides.
struct CopyChanges: Sendable {
    /// What a baseline says about controllers.
    let makers: [MakerRule]

    /// The changes of a copy that are not its controller's.
    func derived(
        _ result: FieldComparer.Result, _ before: Value, _ after: Value, _ entry: IndexEntry
    ) -> FieldComparer.Result {
        let kind = entry.identity.groupKind
        let owner = entry.controller?.groupKind
        let rows =
            owner.map { owner in
                (MakerTable.all(makers)).filter { $0.makes(kind, from: owner) }
            } ?? []
        let followsTemplate =
            TemplateTable.kinds.contains(kind) && owner.map { BuiltinTypes.isBuiltin(group: $0.group) } ?? false
        return sorted(result, before, after) { change in
            if followsTemplate, !TemplateTable.isControllers(change.path, of: kind) || rows.isEmpty { return nil }
            if rows.isEmpty { return nil }
            let rule = followsTemplate ? "controller-field" : "made-by-operators"
            let isKnown = CopyAdditions.contain(change, of: kind)
            let writers = CopyWriters(before, after) { manager in
                isKnown || rows.contains { $0.fits([manager.name]) }
                    || followsTemplate && ControllerTable.isController(manager)
            }
            switch writers.author(of: change) {
            case .controllers: return rule
            case .somebody: return nil
            case .nobody, .unrecorded:
                return isKnown || followsTemplate && !CopyWriters.isMark(change.path) ? rule : nil
            }
        }
    }

    /// The changes of an object of bookkeeping that somebody made.
    ///
    /// - Parameter isFit: whether its addresses are those that its Service gives.
    func bookkeeping(
        _ result: FieldComparer.Result, _ before: Value, _ after: Value, _ entry: IndexEntry, isFit: Bool
    ) -> FieldComparer.Result {
        let rule = Self.rule(of: after, entry)
        let writers = CopyWriters(before, after) { manager in
            guard let makers = rule?.makers, !makers.isEmpty else { return true }
            return rule?.isMade(by: manager.name) ?? true || ControllerTable.isController(manager)
        }
        let name = rule?.name ?? "system-objects"
        return sorted(result, before, after) { change in
            if !isFit, Self.addresses.contains(where: change.path.isInside) { return nil }
            switch writers.author(of: change) {
            case .controllers, .unrecorded: return name
            case .somebody: return nil
            case .nobody: return CopyWriters.isMark(change.path) ? nil : name
            }
        }
    }

    private static let addresses = ["endpoints", "ports", "subsets"].map { FieldPath(fields: $0) }

    private static func rule(of object: Value, _ entry: IndexEntry) -> RoleRule? {
        guard let tape = try? JSONTape(CanonicalJSON.bytes(object)) else { return nil }
        return RoleTable.rule(of: tape, identity: entry.identity, controller: entry.controller)
    }

    /// Moves the changes of which a rule is named to what is ignored.
    private func sorted(
        _ result: FieldComparer.Result, _ before: Value, _ after: Value, rule: (FieldChange) -> String?
    ) -> FieldComparer.Result {
        var sorted = FieldComparer.Result(suppressions: result.suppressions)
        for change in result.changes {
            let isDeletion = change.path == Self.deletion
            let name = isDeletion ? (Self.isHeld(after) ? nil : "copy-deleted") : rule(change)
            guard let name else {
                sorted.changes.append(change)
                continue
            }
            sorted.suppressions.append(
                Suppression(
                    path: change.path, rule: name, before: change.before, after: change.after,
                    note: "written by those who make such objects"))
        }
        return sorted
    }

    private static let deletion = FieldPath(fields: "metadata", "deletionTimestamp")

    /// Whether finalizers hold its deletion that Kubernetes itself does not take away at once.
    private static func isHeld(_ object: Value) -> Bool {
        guard object[["metadata", "deletionTimestamp"]] != nil else { return false }
        return (object[["metadata", "finalizers"]]?.array ?? []).contains { finalizer in
            !CopyAdditions.finalizers.contains { ByteOrder.same($0, finalizer.string ?? "") }
        }
    }
}
