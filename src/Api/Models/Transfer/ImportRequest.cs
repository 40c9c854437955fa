namespace LearnML.Api.Models.Transfer;

/// <summary>The form of a model import.</summary>
/// <remarks>For documentation only; <see cref="ModelImport"/> reads the form.</remarks>
/// <param name="File">The safetensors file.</param>
/// <param name="Name">The name of the model that gets the new version. Default: the model name in the file.</param>
internal sealed record ImportRequest(IFormFile File, string? Name);
