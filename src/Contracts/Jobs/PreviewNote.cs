namespace LearnML.Contracts;

/// <summary>Something to know about a field of a valid spec before it runs.</summary>
/// <param name="Field">The field's path, for example <c>network.categoryEmbedding</c>.</param>
/// <param name="Message">One or a few sentences.</param>
public sealed record PreviewNote(string Field, string Message);
