namespace LearnML.Contracts;

/// <summary>What a caller may do.</summary>
public enum Scope
{
    /// <summary>See everything: jobs, metrics, datasets, models, the system, the hub.</summary>
    Read,

    /// <summary>Ask models, at the predict routes and at <c>/v2</c>, and see what they take.</summary>
    Predict,

    /// <summary>Run jobs, and end its own; upload, correct and delete datasets; take in, describe, alias and delete models. Read and predict are included.</summary>
    Train,

    /// <summary>Everything: keys, the audit log, the queue's dashboard, other callers' jobs.</summary>
    Admin,
}
