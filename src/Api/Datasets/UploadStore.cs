using LearnML.Api.Storage;
using LearnML.Contracts;
using LearnML.Training.Datasets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Datasets;

/// <summary>The uploaded datasets: their rows in the database, their files named by their content, so that equal ones are one.</summary>
/// <param name="contexts">The database.</param>
/// <param name="options">Where the files are.</param>
public sealed class UploadStore(IDbContextFactory<LearnMLContext> contexts, IOptions<LearnMLOptions> options) : IDisposable
{
    // A file is moved before its row is written, and removed after the row is: nobody may decide between the two that it is in no row.
    private readonly SemaphoreSlim files = new(1, 1);

    /// <summary>Every uploaded dataset, by name.</summary>
    public async Task<IReadOnlyList<TableDataset>> ListAsync(CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return [.. (await context.Uploads.AsNoTracking().OrderBy(row => row.Name).ToListAsync(cancellation)).Select(ToDataset)];
    }

    /// <summary>An uploaded dataset; null where there is none of that name.</summary>
    public async Task<TableDataset?> FindAsync(string name, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context.Uploads.AsNoTracking().SingleOrDefaultAsync(row => row.Name == name, cancellation) is { } row ? ToDataset(row) : null;
    }

    /// <summary>Takes an inspected file in: moves it to its place, or drops it where its content is there already.</summary>
    /// <returns>The dataset; null where the name is taken.</returns>
    public async Task<TableDataset?> AddAsync(UploadRow row, string file, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(row);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await files.WaitAsync(cancellation);
        try
        {
            if (await context.Uploads.AnyAsync(other => other.Name == row.Name, cancellation))
            {
                return null;
            }

            // The file first: a row without its file would be a dataset that cannot be read, a file without a row is only waste.
            File.Move(file, options.Value.UploadFile(row.ContentHash), overwrite: true);
            context.Add(row);
            await context.SaveChangesAsync(cancellation);
            return ToDataset(row);
        }
        catch (DbUpdateException) when (context.Uploads.AsNoTracking().Any(other => other.Name == row.Name))
        {
            // Another process on the same folder took the name meanwhile.
            await DeleteUnusedAsync(row.ContentHash);
            return null;
        }
        catch
        {
            await DeleteUnusedAsync(row.ContentHash);
            throw;
        }
        finally
        {
            files.Release();
        }
    }

    /// <summary>Puts a corrected profile and target in place of those that a content had. While jobs wait or run that learn from it, they stay.</summary>
    /// <returns>Those jobs; none where it was done.</returns>
    public async Task<IReadOnlyList<Guid>> CorrectAsync(string name, string contentHash, string? target, TableProfile profile, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await files.WaitAsync(cancellation);
        try
        {
            await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
            var jobs = await LearningAsync(context, name, cancellation);
            if (jobs.Count == 0)
            {
                await context.Uploads.Where(row => row.Name == name && row.ContentHash == contentHash).ExecuteUpdateAsync(
                    row => row.SetProperty(upload => upload.Target, target).SetProperty(upload => upload.Profile, profile), cancellation);
                await transaction.CommitAsync(cancellation);
            }

            return jobs;
        }
        finally
        {
            files.Release();
        }
    }

    /// <summary>Removes a dataset, and its file where no other has the same content. While jobs wait or run that learn from it, it stays.</summary>
    /// <returns>Those jobs; none where it was removed; null where it was not there.</returns>
    public async Task<IReadOnlyList<Guid>?> DeleteAsync(string name, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await files.WaitAsync(cancellation);
        try
        {
            // In one transaction, so that no job comes between the look and the removal.
            await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
            if (await context.Uploads.SingleOrDefaultAsync(row => row.Name == name, cancellation) is not { } row)
            {
                return null;
            }

            var jobs = await LearningAsync(context, name, cancellation);
            if (jobs.Count == 0)
            {
                context.Remove(row);
                await context.SaveChangesAsync(cancellation);
                await transaction.CommitAsync(cancellation);
                await DeleteUnusedAsync(row.ContentHash);
            }

            return jobs;
        }
        finally
        {
            files.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => files.Dispose();

    /// <summary>A file was not there any more when it was opened.</summary>
    internal static DatasetUnavailableException FileIsGone(string name, FileNotFoundException exception) =>
        new($"The file of the dataset '{name}' is gone: it was deleted while this request came, or somebody has removed it.", exception);

    /// <summary>The jobs that learn from a dataset and have not ended.</summary>
    private static Task<List<Guid>> LearningAsync(LearnMLContext context, string name, CancellationToken cancellation) =>
        context.Jobs.Where(job => job.Dataset == name && job.EndedAt == null).OrderBy(job => job.Id).Select(job => job.Id).ToListAsync(cancellation);

    /// <summary>Deletes the file of a content that no dataset has.</summary>
    private async Task DeleteUnusedAsync(string contentHash)
    {
        await using var context = await contexts.CreateDbContextAsync(CancellationToken.None);
        if (!await context.Uploads.AnyAsync(row => row.ContentHash == contentHash, CancellationToken.None))
        {
            File.Delete(options.Value.UploadFile(contentHash));
        }
    }

    private TableDataset ToDataset(UploadRow row) => new(
        new DatasetSummary { Name = row.Name, Description = $"Uploaded as {row.FileName}.", Kind = DatasetKind.Table, Target = row.Target, IsUploaded = true },
        row.ContentHash,
        new TableFile(options.Value.UploadFile(row.ContentHash), row.Profile));
}
