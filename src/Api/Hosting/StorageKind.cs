namespace LearnML.Api.Hosting;

/// <summary>Which database stores jobs, metrics and models, and which queue sends jobs to workers.</summary>
public enum StorageKind
{
    /// <summary>An SQLite file and an in-memory queue, for one process.</summary>
    Sqlite,

    /// <summary>A PostgreSQL server for both, for any number of processes.</summary>
    Postgres,
}
