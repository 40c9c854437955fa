using System.Text.Json;
using LearnML.Api.Storage.Listing;
using LearnML.Api.Storage.Trials;
using LearnML.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace LearnML.Api.Storage;

/// <summary>The EF Core context of the database.</summary>
/// <param name="options">The options of the context.</param>
public abstract class LearnMLContext(DbContextOptions options) : DbContext(options)
{
    /// <summary>The jobs that were not deleted.</summary>
    public DbSet<JobRow> Jobs => Set<JobRow>();

    /// <summary>The values of these jobs that lists filter and sort by.</summary>
    public DbSet<JobFieldsRow> JobFields => Set<JobFieldsRow>();

    /// <summary>The epoch metrics of these jobs.</summary>
    public DbSet<MetricsRow> Metrics => Set<MetricsRow>();

    /// <summary>The trials of these jobs' searches that have begun.</summary>
    public DbSet<TrialRow> Trials => Set<TrialRow>();

    /// <summary>The log lines of these jobs.</summary>
    public DbSet<JobLogRow> JobLogs => Set<JobLogRow>();

    /// <summary>The model versions, deleted ones included.</summary>
    public DbSet<ModelVersionRow> ModelVersions => Set<ModelVersionRow>();

    /// <summary>The descriptions, tags and settings of models.</summary>
    public DbSet<ModelRow> Models => Set<ModelRow>();

    /// <summary>The aliases of model versions.</summary>
    public DbSet<ModelAliasRow> ModelAliases => Set<ModelAliasRow>();

    /// <summary>The uploaded datasets.</summary>
    public DbSet<UploadRow> Uploads => Set<UploadRow>();

    /// <summary>The processes that use the database or used it recently.</summary>
    public DbSet<ProcessRow> Processes => Set<ProcessRow>();

    /// <summary>The API keys, revoked ones included.</summary>
    public DbSet<KeyRow> Keys => Set<KeyRow>();

    /// <summary>The audit log.</summary>
    public DbSet<AuditRow> Audit => Set<AuditRow>();

    /// <summary>The type of a column with JSON that is searched.</summary>
    protected abstract string BinaryJsonType { get; }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // SQLite stores times as text, and text with UTC offsets does not sort by time. Ticks do.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicksConverter>();
        configurationBuilder.Properties<JobState>().HaveConversion<string>();
        configurationBuilder.Properties<EndReason>().HaveConversion<string>();
        configurationBuilder.Properties<JobLogLevel>().HaveConversion<string>();
        configurationBuilder.Properties<TrialState>().HaveConversion<string>();
        configurationBuilder.Properties<PromotionRule>().HaveConversion<string>();

        // If these were configured column by column, EF Core would first examine every property of these types, at each start.
        AsJson<JobSpec>(configurationBuilder);
        AsJson<Metrics>(configurationBuilder);
        AsJson<Report>(configurationBuilder);
        AsJson<EpochMetrics>(configurationBuilder);
        AsJson<ModelVersion>(configurationBuilder);
        AsJson<IReadOnlyDictionary<string, string>>(configurationBuilder);
        AsJson<ServiceProcess>(configurationBuilder);
        AsJson<IReadOnlyList<Scope>>(configurationBuilder);
        AsJson<IReadOnlyList<string>>(configurationBuilder);
        AsJson<TableProfile>(configurationBuilder);
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<JobRow>(job =>
        {
            job.HasKey(row => row.Id);
            job.HasIndex(row => new { row.State, row.Id });
            job.HasIndex(row => new { row.State, row.Queue, row.Id });
            job.Property(row => row.StartedBy).HasDefaultValue(JobRow.LocalCaller);
        });
        modelBuilder.Entity<JobFieldsRow>(fields =>
        {
            fields.HasKey(row => row.JobId);
            fields.HasOne<JobRow>().WithOne().HasForeignKey<JobFieldsRow>(row => row.JobId).OnDelete(DeleteBehavior.Cascade);
            fields.Property(row => row.Fields).HasColumnType(BinaryJsonType);
            fields.Property(row => row.Scores).HasColumnType(BinaryJsonType);
        });
        modelBuilder.Entity<MetricsRow>(metrics =>
        {
            metrics.HasKey(row => new { row.JobId, row.Sequence });
            metrics.HasOne<JobRow>().WithMany().HasForeignKey(row => row.JobId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<TrialRow>(trial =>
        {
            trial.HasKey(row => new { row.JobId, row.Number });
            trial.HasOne<JobRow>().WithMany().HasForeignKey(row => row.JobId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<JobLogRow>(log =>
        {
            log.HasKey(row => new { row.JobId, row.Sequence });
            log.HasOne<JobRow>().WithMany().HasForeignKey(row => row.JobId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<ModelVersionRow>(version =>
        {
            version.HasKey(row => new { row.Name, row.Version });
        });
        modelBuilder.Entity<ModelRow>(model =>
        {
            model.HasKey(row => row.Name);
            model.Property(row => row.Promote).HasDefaultValue(PromotionRule.Always);
        });
        modelBuilder.Entity<ModelAliasRow>(alias =>
        {
            alias.HasKey(row => new { row.Name, row.Alias });
            alias.HasOne<ModelVersionRow>().WithMany().HasForeignKey(row => new { row.Name, row.Version }).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<ProcessRow>(process =>
        {
            process.HasKey(row => row.Name);
        });
        modelBuilder.Entity<KeyRow>(key =>
        {
            key.HasKey(row => row.Name);
            key.HasIndex(row => row.Hash).IsUnique();
        });
        modelBuilder.Entity<AuditRow>(audit => audit.HasKey(row => row.Sequence));
        modelBuilder.Entity<UploadRow>(upload =>
        {
            upload.HasKey(row => row.Name);
            upload.HasIndex(row => row.ContentHash);
        });
    }

    private static void AsJson<T>(ModelConfigurationBuilder configuration)
        where T : class => configuration.Properties<T>().HaveConversion<JsonColumnConverter<T>>();

    private sealed class UtcTicksConverter()
        : ValueConverter<DateTimeOffset, long>(time => time.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

    private sealed class JsonColumnConverter<T>() : ValueConverter<T, string>(
        value => JsonSerializer.Serialize(value, WireFormat.Options), text => JsonSerializer.Deserialize<T>(text, WireFormat.Options)!);
}
