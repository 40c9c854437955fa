using System.Runtime.CompilerServices;
using Parquet;
using Parquet.Schema;

namespace LearnML.Training.Tables.Files;

/// <summary>One column of a Parquet file.</summary>
internal abstract class ParquetColumn
{
    /// <summary>Returns the column of a field; null if its values are no cells of a table.</summary>
    public static ParquetColumn? Create(DataField field) => Type.GetTypeCode(field.ClrType) switch
    {
        _ when field.IsArray || field.MaxRepetitionLevel > 0 => null,
        TypeCode.Boolean => new Values<bool>(field, (writer, value) => writer.WriteField(value ? "true" : "false")),
        TypeCode.Byte => CreateNumbers<byte>(field),
        TypeCode.SByte => CreateNumbers<sbyte>(field),
        TypeCode.Int16 => CreateNumbers<short>(field),
        TypeCode.UInt16 => CreateNumbers<ushort>(field),
        TypeCode.Int32 => CreateNumbers<int>(field),
        TypeCode.UInt32 => CreateNumbers<uint>(field),
        TypeCode.Int64 => CreateNumbers<long>(field),
        TypeCode.UInt64 => CreateNumbers<ulong>(field),
        TypeCode.Single => CreateNumbers<float>(field),
        TypeCode.Double => CreateNumbers<double>(field),
        TypeCode.Decimal => CreateNumbers<decimal>(field),
        TypeCode.DateTime => CreateTimes(field),
        _ when field.ClrType == typeof(ReadOnlyMemory<char>) =>
            new Values<ReadOnlyMemory<char>>(field, (writer, value) => writer.WriteField(value.Span)),
        _ when field.ClrType == typeof(DateOnly) => new Values<DateOnly>(field, (writer, value) => writer.WriteField(value, "O")),
        _ when field.ClrType == typeof(TimeOnly) => new Values<TimeOnly>(field, (writer, value) => writer.WriteField(value, "HH:mm:ss.FFFFFFF")),
        _ when field.ClrType == typeof(TimeSpan) => new Values<TimeSpan>(field, (writer, value) => writer.WriteField(value, "c")),
        _ when field.ClrType == typeof(Guid) => new Values<Guid>(field, (writer, value) => writer.WriteField(value, "D")),
        _ => null,
    };

    /// <summary>The bytes of memory of one value, without the characters of a text.</summary>
    public abstract int ValueBytes { get; }

    /// <summary>Whether the values are texts, whose characters are in memory too.</summary>
    public abstract bool IsText { get; }

    /// <summary>Reads the column's values of a row group.</summary>
    public abstract Task ReadAsync(ParquetRowGroupReader group, CancellationToken cancellationToken);

    /// <summary>Writes the value of a row of the row group.</summary>
    public abstract void Write(CsvTextWriter writer, int row);

    /// <summary>A time without a zone is written without one, whatever the library says of its zone.</summary>
    private static Values<DateTime> CreateTimes(DataField field) => field is DateTimeDataField { IsAdjustedToUTC: false }
        ? new(field, (writer, value) => Write(writer, DateTime.SpecifyKind(value, DateTimeKind.Unspecified)))
        : new(field, Write);

    private static void Write(CsvTextWriter writer, DateTime time) => writer.WriteField(time, CsvTextWriter.FormatOf(time));

    private static Values<T> CreateNumbers<T>(DataField field)
        where T : struct, ISpanFormattable => new(field, (writer, value) => writer.WriteField(value));

    private sealed class Values<T>(DataField field, Action<CsvTextWriter, T> write) : ParquetColumn
        where T : struct
    {
        private T?[] nullable = [];
        private T[] values = [];

        public override int ValueBytes { get; } = field.IsNullable ? Unsafe.SizeOf<T?>() : Unsafe.SizeOf<T>();

        public override bool IsText => typeof(T) == typeof(ReadOnlyMemory<char>);

        public override async Task ReadAsync(ParquetRowGroupReader group, CancellationToken cancellationToken)
        {
            var count = checked((int)group.RowCount);
            if (field.IsNullable)
            {
                nullable = new T?[count];
                await group.ReadAsync(field, nullable.AsMemory(), null, cancellationToken);
            }
            else
            {
                values = new T[count];
                await group.ReadAsync(field, values.AsMemory(), null, cancellationToken);
            }
        }

        public override void Write(CsvTextWriter writer, int row)
        {
            if (!field.IsNullable)
            {
                write(writer, values[row]);
            }
            else if (nullable[row] is { } value)
            {
                write(writer, value);
            }
            else
            {
                writer.WriteField([]);
            }
        }
    }
}
