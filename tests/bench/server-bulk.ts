export const bulk = async (_: number) => [];
