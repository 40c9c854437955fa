namespace LearnML.Api.Jobs.Running;

/// <summary>How long a running job may take at shutdown.</summary>
internal static class ShutdownTimes
{
    /// <summary>The time a job has to write a checkpoint and to be released. Then the process ends and kills the job.</summary>
    public static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(25);

    /// <summary>The part of <see cref="GracePeriod"/> in which the last writes are repeated while the database is unavailable.</summary>
    public static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(10);
}
