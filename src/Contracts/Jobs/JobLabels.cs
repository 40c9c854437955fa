namespace LearnML.Contracts;

/// <summary>
/// What people write on a job to find it again. It is not part of the spec and does not change what is trained. <c>POST /api/jobs</c> takes these
/// fields beside those of the spec, and <c>PATCH /api/jobs/{id}</c> changes them.
/// </summary>
public sealed record JobLabels
{
    /// <summary>A short name, of at most 100 characters. Default: none.</summary>
    public string? Name { get; init; }

    /// <summary>A note, of at most 2,000 characters. Default: none.</summary>
    public string? Note { get; init; }

    /// <summary>At most 20 tags, each of 1 to 50 characters and without a comma. A change replaces all of them. Default: none.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Whether the job is marked with a star. Default: no.</summary>
    public bool? Starred { get; init; }

    /// <summary>The project that the job belongs to, of at most 100 characters. Default: none.</summary>
    public string? Project { get; init; }
}
