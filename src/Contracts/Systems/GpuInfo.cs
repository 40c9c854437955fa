namespace LearnML.Contracts;

/// <summary>A GPU.</summary>
/// <param name="Device">The device name in a spec, for example <c>cuda:0</c>.</param>
/// <param name="Name">The product name.</param>
/// <param name="MemoryBytes">The total memory in bytes.</param>
public sealed record GpuInfo(string Device, string Name, long MemoryBytes);
