namespace LearnML.Contracts;

/// <summary>Which jobs a list has, and in which order.</summary>
public sealed record JobSearch
{
    /// <summary>
    /// Conditions that every job meets: <c>optimizer.learningRate&lt;0.1 dataset:glyphs state:running,queued -tags:draft</c>. Fields are those of the
    /// spec, metrics such as <c>validation.loss</c>, and created, state, name, note, tags, starred, project, startedBy and seconds.
    /// Default: all jobs.
    /// </summary>
    public string? Filter { get; init; }

    /// <summary>Words that are in the job's name, note, model, dataset, project or tags, or begin its id. Default: none.</summary>
    public string? Text { get; init; }

    /// <summary>The field to sort by, with a minus for the largest first: <c>validation.loss</c>. Default: <c>-created</c>.</summary>
    public string? Sort { get; init; }

    /// <summary>The <c>next</c> of the page before. Default: the first page.</summary>
    public string? Cursor { get; init; }

    /// <summary>The largest number of jobs on a page, 1 to 200.</summary>
    public int Take { get; init; } = 50;
}
