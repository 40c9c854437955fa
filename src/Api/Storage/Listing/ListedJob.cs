namespace LearnML.Api.Storage.Listing;

/// <summary>A job of a list, with the value that it is sorted by.</summary>
/// <param name="JobId">The id of the job.</param>
/// <param name="Number">The value, if it is a number.</param>
/// <param name="Text">The value, if it is a text.</param>
internal sealed record ListedJob(Guid JobId, double? Number, string? Text);
