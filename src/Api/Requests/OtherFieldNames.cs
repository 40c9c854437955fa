namespace LearnML.Api.Requests;

/// <summary>The names that other libraries have for fields, in lower case and without punctuation.</summary>
/// <param name="Paths">The paths of our fields.</param>
/// <param name="Siblings">The names of our fields in the same object, if it has them. They come first.</param>
public sealed record OtherFieldNames(IReadOnlyDictionary<string, string> Paths, IReadOnlyDictionary<string, string> Siblings)
{
    /// <summary>No names.</summary>
    public static OtherFieldNames None { get; } = new(new Dictionary<string, string>(), new Dictionary<string, string>());
}
