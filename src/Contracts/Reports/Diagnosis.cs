namespace LearnML.Contracts;

/// <summary>Something about a run that its user should know.</summary>
/// <param name="Kind">A stable word for programs, for example <c>vanishingGradients</c>.</param>
/// <param name="Message">The same for people, with the figures that say so and what usually helps.</param>
/// <param name="Layer">The layer, by the path of its parameters; null where it is about all of them.</param>
/// <param name="Epoch">The epoch; null where it is about all of them.</param>
public sealed record Diagnosis(string Kind, string Message, string? Layer = null, int? Epoch = null);
