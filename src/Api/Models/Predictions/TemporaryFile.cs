using LearnML.Api.Requests;

namespace LearnML.Api.Models.Predictions;

/// <summary>A file that is deleted when it is closed. The disk space that it takes counts towards the budget of all such files.</summary>
/// <param name="path">The path of the file.</param>
/// <param name="budget">The disk space of all such files together.</param>
internal sealed class TemporaryFile(string path, ByteBudget budget)
    : FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferBytes, FileOptions.DeleteOnClose)
{
    private const int BufferBytes = 1 << 16;

    private long reserved;

    /// <summary>Reserves disk space for a file of this size.</summary>
    /// <exception cref="BadHttpRequestException">All files together are too large.</exception>
    public void Reserve(long byteCount)
    {
        if (byteCount > reserved)
        {
            budget.Reserve(byteCount - reserved);
            reserved = byteCount;
        }
    }

    protected override void Dispose(bool disposing)
    {
        budget.Release(Interlocked.Exchange(ref reserved, 0));
        base.Dispose(disposing);
    }
}
