using Parquet;
using Parquet.Schema;

namespace LearnML.Api.Tests.Hostile;

/// <summary>Parquet files that are small for what they contain: all values are 0, which takes no bytes.</summary>
internal static class HostileParquet
{
    /// <summary>Returns a file with one row group.</summary>
    public static byte[] Create(int columns, int rows)
    {
        using var file = new MemoryStream();
        Task.Run(() => WriteAsync(file, columns, rows)).GetAwaiter().GetResult();
        return file.ToArray();
    }

    private static async Task WriteAsync(MemoryStream file, int columns, int rows)
    {
        DataField[] fields = [.. Enumerable.Range(0, columns).Select(column => new DataField($"c{column}", typeof(int)))];
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file);
        using var group = writer.CreateRowGroup();
        var values = new int[rows];
        foreach (var field in fields)
        {
            await group.WriteAsync<int>(field, values.AsMemory());
        }

        group.CompleteValidate();
    }
}
