namespace LearnML.Api.Tests.Docs;

/// <summary>A fenced code block of a page.</summary>
/// <param name="Language">The word after the fence.</param>
/// <param name="Text">The content.</param>
/// <param name="Line">The number of the line with the fence.</param>
internal sealed record CodeBlock(string Language, string Text, int Line);
