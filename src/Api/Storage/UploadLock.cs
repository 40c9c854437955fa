using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace LearnML.Api.Storage;

/// <summary>
/// Locks uploaded datasets until a transaction ends, against other requests of this process and of other processes. In SQLite every transaction
/// locks the whole database.
/// </summary>
internal static class UploadLock
{
    /// <summary>
    /// Begins a transaction that adds, changes or deletes uploaded datasets, or their files. Until it ends, no other such transaction runs, and
    /// no job that uses an uploaded dataset is queued.
    /// </summary>
    public static async Task<IDbContextTransaction> BeginUploadChangeAsync(this LearnMLContext context, CancellationToken cancellationToken)
    {
        var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (context.Database.IsNpgsql())
        {
            await context.Database.ExecuteSqlAsync($"""LOCK TABLE "Uploads" IN SHARE ROW EXCLUSIVE MODE""", cancellationToken);
        }

        return transaction;
    }

    /// <summary>Locks an uploaded dataset for a job that is about to be queued. Call it in a transaction.</summary>
    /// <exception cref="BadHttpRequestException">The dataset was deleted (409).</exception>
    public static async Task LockUploadAsync(this LearnMLContext context, string name)
    {
        // The update changes no value. It waits for a change of the uploads, and such a change waits for it.
        var locked = await context.Uploads.Where(row => row.Name == name)
            .ExecuteUpdateAsync(row => row.SetProperty(upload => upload.FileName, upload => upload.FileName));
        if (locked == 0)
        {
            throw new BadHttpRequestException($"The dataset '{name}' was deleted during this request.", StatusCodes.Status409Conflict);
        }
    }
}
