internal import MediaMixInference

/// Some elements of a parameter, or all of them, for which a custom prior is meant.
struct PriorSlot {
  /// The parameter by the name and the axes that the user knows it by.
  let parameter: Parameter
  /// The elements, by their place in the parameter.
  let indices: [Int]
  /// The shape that arguments are broadcast to; its product is the number of elements.
  let shape: [Int]
  /// The default family.
  let family: DistributionFamily
  /// The arguments of the default family, one number per element each.
  let arguments: [String: [Double]]
  let domain: Domain

  /// The prior of each element.
  ///
  /// - Throws: ``PriorError`` where the setting does not fit.
  func elements(_ setting: PriorSetting) throws(PriorError) -> [ElementPrior] {
    switch setting {
    case .positional(let values):
      guard values.count <= family.argumentNames.count else {
        throw .tooManyArguments(count: values.count, parameter: parameter.name, family: family)
      }
      return try standard(Dictionary(uniqueKeysWithValues: zip(family.argumentNames, values)))
    case .arguments(let custom):
      let labels = custom.keys.filter { !family.argumentNames.contains($0) }
      if !labels.isEmpty, labels.allSatisfy({ !indices(labelled: $0).isEmpty }) {
        return try single(custom.mapValues { .positional($0.rows) })
      }
      return try standard(custom)
    case .family(let family, let custom):
      return try distributions(family, try broadcast(custom), varies: varies(custom))
    case .fixed(let value): return try fixed(value)
    case .elements(let settings): return try single(settings)
    }
  }

  /// The default family with some arguments replaced.
  private func standard(
    _ custom: [String: PriorArgument]
  ) throws(PriorError) -> [ElementPrior] {
    let merged = arguments.merging(try broadcast(custom)) { _, new in new }
    return try distributions(family, merged, varies: varies(custom))
  }

  /// Whether only some elements may be to blame for an argument.
  private func varies(_ custom: [String: PriorArgument]) -> Bool {
    custom.values.contains { $0.values.count > 1 }
  }

  private func broadcast(
    _ custom: [String: PriorArgument]
  ) throws(PriorError) -> [String: [Double]] {
    var broadcast: [String: [Double]] = [:]
    for (name, argument) in custom.sorted(by: { $0.key < $1.key }) {
      broadcast[name] = try self.broadcast(argument, called: name)
    }
    return broadcast
  }

  private func broadcast(
    _ argument: PriorArgument, called name: String
  ) throws(PriorError) -> [Double] {
    guard let values = argument.broadcast(to: shape) else {
      throw .shape(
        argument: name, found: argument.shape, parameter: placeName, allowed: shape)
    }
    return values
  }

  /// The parameter, or its one element.
  private var placeName: String {
    indices.count == 1 && parameter.count > 1
      ? parameter.elementNames[indices[0]] : parameter.name
  }

  private func distributions(
    _ family: DistributionFamily, _ arguments: [String: [Double]], varies: Bool
  ) throws(PriorError) -> [ElementPrior] {
    var elements: [ElementPrior] = []
    for (position, index) in indices.enumerated() {
      let distribution: any Distribution
      do {
        distribution = try family.make(arguments.mapValues { $0[position] })
      } catch {
        let isOneOfMany = parameter.count > 1 && (varies || indices.count < parameter.count)
        throw .argument(
          error, parameter: parameter.name,
          element: isOneOfMany ? parameter.elementLabels[index] : nil)
      }
      guard domain.contains(distribution.support) else {
        throw .support(parameter: placeName, needs: domain.rawValue)
      }
      elements.append(.distribution(distribution))
    }
    return elements
  }

  private func fixed(_ value: PriorArgument) throws(PriorError) -> [ElementPrior] {
    let values = try broadcast(value, called: "fixed")
    for (position, index) in indices.enumerated() where !domain.contains(values[position]) {
      throw .fixedValue(
        values[position], parameter: parameter.elementNames[index], needs: domain.rawValue)
    }
    return values.map { .fixed($0) }
  }

  /// Single elements have priors of their own, all others the default. A label that means fewer
  /// elements goes before one that means more.
  private func single(_ settings: [String: PriorSetting]) throws(PriorError) -> [ElementPrior] {
    var elements = try elements(.arguments([:]))
    var slots: [(label: String, slot: PriorSlot, setting: PriorSetting)] = []
    for (label, setting) in settings.sorted(by: { $0.key < $1.key }) {
      let slot = try slot(labelled: label)
      if let twin = slots.first(where: { $0.slot.indices == slot.indices }) {
        throw .givenTwice("\(parameter.name)[\(twin.label)]", "\(parameter.name)[\(label)]")
      }
      slots.append((label, slot, setting))
    }
    for (_, slot, setting) in slots.sorted(by: { $0.slot.indices.count > $1.slot.indices.count }) {
      for (index, element) in zip(slot.indices, try slot.elements(setting)) {
        elements[index] = element
      }
    }
    return elements
  }

  /// The elements that a label means: the one of that name, or all at that position of the first
  /// axis.
  private func indices(labelled label: String) -> [Int] {
    let labels = parameter.elementLabels
    let own = labels.indices.filter { labels[$0] == label }
    guard own.isEmpty, let axis = parameter.axes.first else { return own }
    let perPosition = parameter.count / axis.count
    return labels.indices.filter {
      let position = $0 / perPosition
      return (axis.labels?[position] ?? String(position)) == label
    }
  }

  private func slot(labelled label: String) throws(PriorError) -> PriorSlot {
    let found = indices(labelled: label)
    // An element of an element is nothing.
    guard !found.isEmpty, indices.count == parameter.count else {
      throw .unknownElement(
        label, parameter: placeName,
        known: indices.count == parameter.count ? parameter.elementLabels : [])
    }
    return PriorSlot(
      parameter: parameter, indices: found, shape: found.count == 1 ? [] : [found.count],
      family: family, arguments: arguments.mapValues { values in found.map { values[$0] } },
      domain: domain)
  }
}

extension Parameter {
  /// The part of each element's name in brackets, "tv,north"; none for a scalar.
  var elementLabels: [String] {
    axes.isEmpty ? [] : elementNames.map { String($0.dropFirst(name.count + 1).dropLast()) }
  }
}
