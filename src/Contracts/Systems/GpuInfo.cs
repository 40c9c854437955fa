namespace LearnML.Contracts;

/// <summary>A GPU.</summary>
/// <param name="Device">Its name in a spec, for example <c>cuda:0</c>.</param>
/// <param name="Name">The product.</param>
/// <param name="MemoryBytes">Its memory.</param>
public sealed record GpuInfo(string Device, string Name, long MemoryBytes);
