namespace LearnML.Contracts;

/// <summary>An observation about a run that the user should know.</summary>
/// <param name="Kind">A stable identifier for programs, for example <c>vanishingGradients</c>.</param>
/// <param name="Message">A text for people, with the numbers behind the observation and what usually helps.</param>
/// <param name="Layer">The path of the layer; null if the observation is not about one layer.</param>
/// <param name="Epoch">The epoch; null if the observation is not about one epoch.</param>
public sealed record Diagnosis(string Kind, string Message, string? Layer = null, int? Epoch = null)
{
    /// <summary>The numbers of the message by name, for pages in other languages; null in reports of earlier versions and without numbers.</summary>
    public IReadOnlyDictionary<string, double>? Numbers { get; init; }

    /// <summary>The columns and classes of the message, by what they are; null in reports of earlier versions and without names.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Names { get; init; }
}
