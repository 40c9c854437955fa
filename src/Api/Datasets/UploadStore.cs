using LearnML.Api.Storage;
using LearnML.Contracts;
using LearnML.Training.Datasets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Datasets;

/// <summary>The uploaded datasets: their rows in the database, their files named by their content, so that equal ones are one.</summary>
/// <param name="contexts">The database.</param>
/// <param name="options">Where the files are.</param>
public sealed class UploadStore(IDbContextFactory<LearnMLContext> contexts, IOptions<LearnMLOptions> options)
{
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
        if (await context.Uploads.AnyAsync(other => other.Name == row.Name, cancellation))
        {
            return null;
        }

        // The file first: a row without its file would be a dataset that cannot be read, a file without a row is only waste.
        File.Move(file, options.Value.UploadFile(row.ContentHash), overwrite: true);
        context.Add(row);
        try
        {
            await context.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException) when (context.Uploads.AsNoTracking().Any(other => other.Name == row.Name))
        {
            // Another upload took the name meanwhile.
            return null;
        }

        return ToDataset(row);
    }

    /// <summary>Removes a dataset, and its file where no other has the same content.</summary>
    /// <returns>Whether it was there.</returns>
    public async Task<bool> DeleteAsync(string name, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        if (await context.Uploads.SingleOrDefaultAsync(row => row.Name == name, cancellation) is not { } row)
        {
            return false;
        }

        context.Remove(row);
        await context.SaveChangesAsync(cancellation);
        if (!await context.Uploads.AnyAsync(other => other.ContentHash == row.ContentHash, cancellation))
        {
            File.Delete(options.Value.UploadFile(row.ContentHash));
        }

        return true;
    }

    private TableDataset ToDataset(UploadRow row) => new(
        new DatasetSummary { Name = row.Name, Description = $"Uploaded as {row.FileName}.", Kind = DatasetKind.Table, Target = row.Target },
        row.ContentHash,
        new TableFile(options.Value.UploadFile(row.ContentHash), row.Profile));
}
