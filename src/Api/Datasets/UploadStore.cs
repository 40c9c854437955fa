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
public sealed class UploadStore(IDbContextFactory<LearnMLContext> contexts, IOptions<LearnMLOptions> options) : IDisposable
{
    // A file is moved before its row is added, and deleted after its row is removed. In between, no other request may check whether a row uses it.
    private readonly SemaphoreSlim fileLock = new(1, 1);

    /// <summary>Returns all uploaded datasets, ordered by name.</summary>
    public async Task<IReadOnlyList<TableDataset>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return [.. (await context.Uploads.AsNoTracking().OrderBy(row => row.Name).ToListAsync(cancellationToken)).Select(ToDataset)];
    }

    /// <summary>Returns an uploaded dataset; null if there is none with that name.</summary>
    public async Task<TableDataset?> FindAsync(string name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Uploads.AsNoTracking()
            .SingleOrDefaultAsync(row => row.Name == name, cancellationToken) is { } row ? ToDataset(row) : null;
    }

    /// <summary>Adds a dataset and moves its inspected file to the upload folder, where it replaces a file with the same content.</summary>
    /// <returns>The dataset; null if the name is already used.</returns>
    public async Task<TableDataset?> AddAsync(UploadRow row, string file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(row);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await fileLock.WaitAsync(cancellationToken);
        try
        {
            if (await context.Uploads.AnyAsync(other => other.Name == row.Name, cancellationToken))
            {
                return null;
            }

            // The file first: a row without a file is a dataset that cannot be read, but a file without a row only wastes space.
            File.Move(file, options.Value.UploadFile(row.ContentHash), overwrite: true);
            context.Add(row);
            await context.SaveChangesAsync(cancellationToken);
            return ToDataset(row);
        }
        catch (DbUpdateException) when (context.Uploads.AsNoTracking().Any(other => other.Name == row.Name))
        {
            // Another process that shares the folder has used the name meanwhile.
            await DeleteFileIfUnusedAsync(row.ContentHash);
            return null;
        }
        catch
        {
            await DeleteFileIfUnusedAsync(row.ContentHash);
            throw;
        }
        finally
        {
            fileLock.Release();
        }
    }

    /// <summary>Replaces the target and the profile of a dataset, unless queued or running jobs use it.</summary>
    /// <returns>The jobs that use the dataset; empty if it was changed.</returns>
    public async Task<IReadOnlyList<Guid>> CorrectAsync(
        string name, string contentHash, string? target, TableProfile profile, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await fileLock.WaitAsync(cancellationToken);
        try
        {
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            var jobs = await FindActiveJobsAsync(context, name, cancellationToken);
            if (jobs.Count == 0)
            {
                await context.Uploads.Where(row => row.Name == name && row.ContentHash == contentHash).ExecuteUpdateAsync(
                    row => row.SetProperty(upload => upload.Target, target).SetProperty(upload => upload.Profile, profile), cancellationToken);
                await transaction.CommitAsync(cancellationToken);
            }

            return jobs;
        }
        finally
        {
            fileLock.Release();
        }
    }

    /// <summary>Deletes a dataset, and its file if no other dataset has the same content, unless queued or running jobs use it.</summary>
    /// <returns>The jobs that use the dataset; empty if it was deleted; null if there is no such dataset.</returns>
    public async Task<IReadOnlyList<Guid>?> DeleteAsync(string name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await fileLock.WaitAsync(cancellationToken);
        try
        {
            // In one transaction, so that no job is added between the check and the deletion.
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            if (await context.Uploads.SingleOrDefaultAsync(row => row.Name == name, cancellationToken) is not { } row)
            {
                return null;
            }

            var jobs = await FindActiveJobsAsync(context, name, cancellationToken);
            if (jobs.Count == 0)
            {
                context.Remove(row);
                await context.SaveChangesAsync(cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                await DeleteFileIfUnusedAsync(row.ContentHash);
            }

            return jobs;
        }
        finally
        {
            fileLock.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => fileLock.Dispose();

    /// <summary>Returns the exception for a dataset whose file no longer exists.</summary>
    internal static DatasetUnavailableException FileMissing(string name, FileNotFoundException exception) =>
        new(
            $"The file of the dataset '{name}' is missing. " +
            "The dataset was deleted during this request, or the file was removed from the upload folder.",
            exception);

    /// <summary>Returns the jobs that use a dataset and have not ended.</summary>
    private static Task<List<Guid>> FindActiveJobsAsync(LearnMLContext context, string name, CancellationToken cancellationToken) =>
        context.Jobs.Where(job => job.Dataset == name && job.EndedAt == null)
            .OrderBy(job => job.Id).Select(job => job.Id).ToListAsync(cancellationToken);

    /// <summary>Deletes the file with a content hash if no dataset uses it.</summary>
    private async Task DeleteFileIfUnusedAsync(string contentHash)
    {
        await using var context = await contexts.CreateDbContextAsync(CancellationToken.None);
        if (!await context.Uploads.AnyAsync(row => row.ContentHash == contentHash, CancellationToken.None))
        {
            File.Delete(options.Value.UploadFile(contentHash));
        }
    }

    private TableDataset ToDataset(UploadRow row) => new(
        new DatasetSummary
        {
            Name = row.Name,
            Description = $"Uploaded as {row.FileName}.",
            Kind = DatasetKind.Table,
            Target = row.Target,
            IsUploaded = true,
        },
        row.ContentHash,
        new TableFile(options.Value.UploadFile(row.ContentHash), row.Profile));
}
