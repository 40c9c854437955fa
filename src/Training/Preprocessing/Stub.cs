#pragma warning disable
namespace LearnML.Training.Preprocessing;
public sealed record TablePreprocessing { public int Width; }
public sealed record TargetEncoding { public bool IsLog; public double Scale; public double Decode(float x)=>x; public float[] Encode(float[] x)=>x; }
