using LearnML.Api.Requests;
using LearnML.Contracts;
using LearnML.Training.Tables.Inspection;

namespace LearnML.Api.Datasets;

/// <summary>Counts the memory of tables that are being inspected among that of all requests.</summary>
/// <param name="memory">The memory of all requests.</param>
public sealed class InspectionMemory(RequestMemory memory)
{
    /// <summary>The most that is reserved for one table, so that a large one is not refused for ever where there is little memory.</summary>
    public long MaximumBytes => memory.MaximumBytes / 2;

    /// <summary>Reserves bytes until the result is disposed.</summary>
    /// <exception cref="BadHttpRequestException">All requests together would take too much memory (503).</exception>
    public IDisposable Reserve(long byteCount) => memory.ReserveUntilDisposed(byteCount);

    /// <summary>Inspects a file.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="inspect">Inspects it.</param>
    /// <exception cref="BadHttpRequestException">All requests together would take too much memory (503).</exception>
    public TableProfile Inspect(string path, Func<TableProfile> inspect)
    {
        using var reserved = Reserve(Math.Min(TableInspector.EstimateMemory(path), MaximumBytes));
        return inspect();
    }
}
