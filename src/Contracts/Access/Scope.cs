namespace LearnML.Contracts;

/// <summary>A permission of a caller.</summary>
public enum Scope
{
    /// <summary>Read jobs, metrics, datasets, models, the system and the hub.</summary>
    Read,

    /// <summary>Predict with models, at the predict routes and at <c>/v2</c>, and read their input schemas.</summary>
    Predict,

    /// <summary>
    /// Run jobs and end the caller's own; upload, correct and delete datasets; import, describe, alias and delete models. Includes read and
    /// predict.
    /// </summary>
    Train,

    /// <summary>Everything, including keys, the audit log, the queue's dashboard and the jobs of other callers.</summary>
    Admin,
}
