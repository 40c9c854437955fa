using System.Runtime.CompilerServices;

namespace LearnML.Api.Storage.Jobs;

/// <summary>
/// Reads the stored epochs of a job in order, a page at a time. A page has as many epochs as fit in about half a megabyte, so that a reader with a
/// slow client holds little memory, whatever the job has stored.
/// </summary>
/// <param name="history">The stored epochs.</param>
/// <param name="jobId">The id of the job.</param>
/// <param name="after">The sequence number after which the reader starts.</param>
/// <param name="selection">Which epochs are read.</param>
internal sealed class EpochReader(JobHistory history, Guid jobId, long after, EpochSelection selection)
{
    private const int PageCharacters = 1 << 18;
    private const int MaximumEpochs = 500;

    private long last = after;
    private int count = 10;

    /// <summary>Returns the next page; empty after the last epoch. After an exception, the next call reads the same page again.</summary>
    public async Task<IReadOnlyList<StoredEpoch>> ReadPageAsync(CancellationToken cancellationToken)
    {
        var page = await history.GetEpochsAsync(jobId, last, count, PageCharacters, cancellationToken, selection);
        if (page is [.., var newest])
        {
            last = newest.Sequence;
            count = (int)Math.Clamp((long)page.Count * PageCharacters / page.Sum(epoch => (long)epoch.Json.Length), 1, MaximumEpochs);
        }

        return page;
    }

    /// <summary>Returns all further epochs, page by page.</summary>
    public async IAsyncEnumerable<StoredEpoch> ReadAllAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await ReadPageAsync(cancellationToken) is { Count: > 0 } page)
        {
            foreach (var epoch in page)
            {
                yield return epoch;
            }
        }
    }
}
