using LearnML.Api.Hosting;
using LearnML.Api.Storage;
using LearnML.Contracts;
using LearnML.Training.Datasets.Files;
using LearnML.Training.Datasets.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Datasets;

/// <summary>
/// Stores the uploaded datasets: rows in the database, and files named by the hash of their content. Datasets with equal content share a file.
/// </summary>
/// <param name="contexts">The database.</param>
/// <param name="options">The settings; they name the folder of the files.</param>
public sealed class UploadStore(IDbContextFactory<LearnMLContext> contexts, IOptions<LearnMLOptions> options)
{
    /// <summary>Returns the summaries of all uploaded datasets, ordered by name. The profiles are not read, because they can be large.</summary>
    public async Task<IReadOnlyList<DatasetSummary>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Uploads.OrderBy(row => row.Name).Select(row => new { row.Name, row.FileName, row.Target })
            .ToListAsync(cancellationToken);
        return [.. rows.Select(row => Summarize(row.Name, row.FileName, row.Target))];
    }

    /// <summary>Returns an uploaded dataset; null if there is none with that name.</summary>
    public async Task<TableDataset?> FindAsync(string name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Uploads.AsNoTracking().SingleOrDefaultAsync(row => row.Name == name, cancellationToken);
        return row is null ? null : ToDataset(row);
    }

    /// <summary>Adds a dataset and moves its inspected file to the upload folder, where it replaces a file with the same content.</summary>
    /// <returns>The dataset; null if the name is already used.</returns>
    public async Task<TableDataset?> AddAsync(UploadRow row, string file, CancellationToken cancellationToken, string? testFile = null)
    {
        ArgumentNullException.ThrowIfNull(row);
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            await using var transaction = await context.BeginUploadChangeAsync(cancellationToken);
            if (await context.Uploads.AnyAsync(other => other.Name == row.Name, cancellationToken))
            {
                return null;
            }

            // The file first: a row without a file is a dataset that cannot be read, but a file without a row only wastes space.
            File.Move(file, options.Value.UploadFile(row.ContentHash), overwrite: true);
            if (testFile is not null && row.TestHash != row.ContentHash)
            {
                File.Move(testFile, options.Value.UploadFile(row.TestHash!), overwrite: true);
            }

            context.Add(row);
            await context.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return ToDataset(row);
        }
        catch
        {
            await DeleteFilesIfUnusedAsync(row);
            throw;
        }
    }

    /// <summary>Replaces the target and the profiles of a dataset, unless queued or running jobs use it.</summary>
    /// <returns>The jobs that use the dataset; empty if it was changed; null if there is no dataset with that name and content.</returns>
    public async Task<IReadOnlyList<Guid>?> CorrectAsync(
        string name, string contentHash, string? target, TableProfile profile, CancellationToken cancellationToken, TableProfile? testProfile = null)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.BeginUploadChangeAsync(cancellationToken);
        var jobs = await FindActiveJobsAsync(context, name, cancellationToken);
        if (jobs.Count > 0)
        {
            return jobs;
        }

        var updated = await context.Uploads.Where(row => row.Name == name && row.ContentHash == contentHash).ExecuteUpdateAsync(
            row => row.SetProperty(upload => upload.Target, target).SetProperty(upload => upload.Profile, profile)
                .SetProperty(upload => upload.TestProfile, testProfile), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return updated > 0 ? jobs : null;
    }

    /// <summary>Deletes a dataset, and its file if no other dataset has the same content, unless queued or running jobs use it.</summary>
    /// <returns>The jobs that use the dataset; empty if it was deleted; null if there is no such dataset.</returns>
    public async Task<IReadOnlyList<Guid>?> DeleteAsync(string name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        UploadRow? row;
        await using (var transaction = await context.BeginUploadChangeAsync(cancellationToken))
        {
            row = await context.Uploads.SingleOrDefaultAsync(row => row.Name == name, cancellationToken);
            if (row is null)
            {
                return null;
            }

            if (await FindActiveJobsAsync(context, name, cancellationToken) is { Count: > 0 } jobs)
            {
                return jobs;
            }

            context.Remove(row);
            await context.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        await DeleteFilesIfUnusedAsync(row);
        return [];
    }

    /// <summary>Returns the exception for a dataset whose file no longer exists.</summary>
    internal static DatasetUnavailableException FileMissing(string name, Exception exception) =>
        new(
            $"The file of the dataset '{name}' is missing. " +
            "The dataset was deleted during this request, or the file was removed from the upload folder.",
            exception);

    /// <summary>Returns whether an exception means that a file, or the folder it was in, is missing.</summary>
    internal static bool IsMissing(Exception exception) => exception is FileNotFoundException or DirectoryNotFoundException;

    /// <summary>Returns the jobs that use a dataset and have not ended.</summary>
    private static Task<List<Guid>> FindActiveJobsAsync(LearnMLContext context, string name, CancellationToken cancellationToken) =>
        context.Jobs.Where(job => job.Dataset == name && job.EndedAt == null).OrderBy(job => job.Id).Select(job => job.Id)
            .ToListAsync(cancellationToken);

    /// <summary>Deletes the files of a dataset that no dataset uses.</summary>
    private async Task DeleteFilesIfUnusedAsync(UploadRow row)
    {
        foreach (var contentHash in new[] { row.ContentHash, row.TestHash }.OfType<string>())
        {
            await DeleteFileIfUnusedAsync(contentHash);
        }
    }

    private async Task DeleteFileIfUnusedAsync(string contentHash)
    {
        await using var context = await contexts.CreateDbContextAsync(CancellationToken.None);
        await using var transaction = await context.BeginUploadChangeAsync(CancellationToken.None);
        if (!await context.Uploads.AnyAsync(row => row.ContentHash == contentHash || row.TestHash == contentHash, CancellationToken.None))
        {
            File.Delete(options.Value.UploadFile(contentHash));
        }
    }

    private static DatasetSummary Summarize(string name, string fileName, string? target) => new()
    {
        Name = name,
        Description = $"Uploaded as {fileName}.",
        Kind = DatasetKind.Table,
        Target = target,
        IsUploaded = true,
    };

    private TableDataset ToDataset(UploadRow row) => new(
        Summarize(row.Name, row.FileName, row.Target),
        row.ContentHash,
        new TableFile(options.Value.UploadFile(row.ContentHash), row.Profile),
        row is not { TestHash: { } testHash, TestProfile: { } testProfile }
            ? null
            : new TableFile(options.Value.UploadFile(testHash), testProfile) { ContentHash = testHash });
}
