namespace LearnML.Api.Models;

/// <summary>The form of an import, as documented.</summary>
/// <param name="File">The safetensors file.</param>
/// <param name="Name">The model that it becomes a version of. Default: the one that it was a version of.</param>
internal sealed record ImportRequest(IFormFile File, string? Name);
