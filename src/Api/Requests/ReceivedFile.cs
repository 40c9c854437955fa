namespace LearnML.Api.Requests;

/// <summary>A file of a form, written to disk.</summary>
/// <param name="Field">The name of its field.</param>
/// <param name="Path">The path to which it was written.</param>
/// <param name="Name">Its name as the client sent it, without folders.</param>
/// <param name="ContentHash">The SHA-256 hash of its content, in lower-case hexadecimal.</param>
internal sealed record ReceivedFile(string Field, string Path, string Name, string ContentHash);
