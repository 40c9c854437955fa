namespace LearnML.Api.Storage.Listing;

/// <summary>A field that lists of jobs can be filtered by.</summary>
/// <param name="Name">The name: a path of the spec, a metric such as <c>validation.loss</c>, or a label.</param>
/// <param name="Kind">What its values are.</param>
/// <param name="IsScore">Whether it changes while the job runs, so that it is in <see cref="JobFieldsRow.Scores"/>.</param>
internal sealed record JobField(string Name, JobFieldKind Kind, bool IsScore = false)
{
    /// <summary>The only values that the field can have; empty if it can have any.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>
    /// An expression over the row of the job, for a field that changes so often that only that row has it; null for the fields of
    /// <see cref="JobFieldsRow"/>.
    /// </summary>
    public string? OfJob { get; init; }

    /// <summary>Whether jobs can be sorted by the field. Lists and tags have no order.</summary>
    public bool IsSortable => Kind is not (JobFieldKind.List or JobFieldKind.Tags);

    /// <summary>Whether the value that jobs are sorted by is a number. States are sorted by their order in a job's life.</summary>
    public bool SortsByNumber => Kind is JobFieldKind.Number or JobFieldKind.State;
}
