namespace LearnML.Api.Limits;

/// <summary>Marks a route as an upload, to which <see cref="UploadLimit"/> applies.</summary>
internal sealed class UploadLimitMetadata;
