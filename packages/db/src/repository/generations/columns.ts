import { columnsOf } from '../../columns.ts'
import { generations, HIDDEN_GENERATION_COLUMNS } from '../../schema/index.ts'

export const generationColumns = columnsOf(generations, 'g', HIDDEN_GENERATION_COLUMNS)
