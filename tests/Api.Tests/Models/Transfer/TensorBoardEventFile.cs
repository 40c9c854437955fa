using System.Buffers.Binary;
using Tensorboard;

namespace LearnML.Api.Tests.Models.Transfer;

/// <summary>Reads TensorBoard event files and checks every checksum. It shares no code with the writer.</summary>
internal static class TensorBoardEventFile
{
    private const uint Castagnoli = 0x82F63B78;
    private const uint Mask = 0xA282EAD8;

    public static IReadOnlyList<Event> Read(byte[] file)
    {
        var events = new List<Event>();
        for (var position = 0; position < file.Length;)
        {
            var length = file.AsSpan(position, 8);
            Assert.Equal(ComputeMaskedCrc(length), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(position + 8)));
            var content = file.AsSpan(position + 12, (int)BinaryPrimitives.ReadUInt64LittleEndian(length));
            Assert.Equal(ComputeMaskedCrc(content), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(position + 12 + content.Length)));
            events.Add(Event.Parser.ParseFrom(content.ToArray()));
            position += 16 + content.Length;
        }

        return events;
    }

    /// <summary>The masked CRC-32C of the TFRecord format.</summary>
    private static uint ComputeMaskedCrc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * Castagnoli);
            }
        }

        crc = ~crc;
        return ((crc >> 15) | (crc << 17)) + Mask;
    }
}
