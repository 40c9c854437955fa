using Parquet;
using Parquet.Schema;

namespace LearnML.Training.Tests.Tables.Files;

/// <summary>Writes small Parquet files of two row groups.</summary>
internal static class SampleParquet
{
    private static readonly double?[] Sizes = [0.1, null];
    private static readonly long[] Counts = [9007199254740993, -1];
    private static readonly bool[] Truths = [true, false];
    private static readonly DateTime[] Times = [new(2026, 2, 3), new(2026, 2, 3, 4, 5, 6)];
    private static readonly decimal[] Prices = [12.50m, 0m];
    private static readonly int[] Tags = [1, 2];
    private static readonly int[] RepetitionLevels = [0, 1];

    public static byte[] Create()
    {
        DataField[] fields =
        [
            new DataField("code", typeof(string)), new DataField("size", typeof(double), isNullable: true), new DataField("count", typeof(long)),
            new DataField("ok", typeof(bool)), new DateTimeDataField("at", DateTimeFormat.Timestamp, isAdjustedToUTC: false, DateTimeTimeUnit.Micros),
            new DecimalDataField("price", 9, 2),
        ];
        return Write(new ParquetSchema(fields), async group =>
        {
            await group.WriteAsync(fields[0], ["007", "a, \"b\""]);
            await group.WriteAsync<double>(fields[1], Sizes.AsMemory());
            await group.WriteAsync<long>(fields[2], Counts.AsMemory());
            await group.WriteAsync<bool>(fields[3], Truths.AsMemory());
            await group.WriteAsync<DateTime>(fields[4], Times.AsMemory());
            await group.WriteAsync<decimal>(fields[5], Prices.AsMemory());
        });
    }

    public static byte[] CreateWithList()
    {
        var field = new DataField("tags", typeof(int), isArray: true);
        return Write(new ParquetSchema(field), group => group.WriteAsync<int>(field, Tags.AsMemory(), RepetitionLevels.AsMemory()));
    }

    private static byte[] Write(ParquetSchema schema, Func<ParquetRowGroupWriter, Task> writeGroup)
    {
        using var file = new MemoryStream();
        WriteAsync().GetAwaiter().GetResult();
        return file.ToArray();

        async Task WriteAsync()
        {
            await using var writer = await ParquetWriter.CreateAsync(schema, file);
            for (var index = 0; index < 2; index++)
            {
                using var group = writer.CreateRowGroup();
                await writeGroup(group);
                group.CompleteValidate();
            }
        }
    }
}
