namespace LearnML.Api.Storage.Listing;

/// <summary>
/// The values of a job that lists filter, sort and search by. The row of the job itself is wide, because of its spec and its report, so a list would
/// have to read all of that. These rows are narrow: a thousand of them are read in about a millisecond, so any field can be filtered and sorted by,
/// and none needs an index of its own.
/// </summary>
public sealed class JobFieldsRow
{
    /// <summary>The id of the job.</summary>
    public Guid JobId { get; init; }

    /// <summary>The searched texts in lower case: name, note, model, dataset, project and tags, one a line.</summary>
    public required string Search { get; init; }

    /// <summary>
    /// The labels and the simple fields of the spec, as binary JSON with paths for names: <c>{"optimizer.learningRate": 0.1}</c>. The databases have
    /// different formats of it, so only SQL reads and writes it (<see cref="JobFieldsTable"/>).
    /// </summary>
    public required string Fields { get; init; }

    /// <summary>The scores, which change while the job runs, in the same format: <c>{"validation.loss": 0.3}</c>.</summary>
    public required string Scores { get; init; }
}
