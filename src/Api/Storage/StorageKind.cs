namespace LearnML.Api.Storage;

/// <summary>Where jobs, metrics and models are stored, and what carries jobs to workers.</summary>
public enum StorageKind
{
    /// <summary>A file, and a queue in memory: for one process.</summary>
    Sqlite,

    /// <summary>A server, for the queue as well: for any number of processes.</summary>
    Postgres,
}
